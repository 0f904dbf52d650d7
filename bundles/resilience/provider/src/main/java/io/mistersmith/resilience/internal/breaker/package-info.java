/** Circuit breakers that keep their users when their settings change. */
@NullMarked
package io.mistersmith.resilience.internal.breaker;

import org.jspecify.annotations.NullMarked;
