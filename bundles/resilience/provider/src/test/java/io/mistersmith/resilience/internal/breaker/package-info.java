@NullMarked
package io.mistersmith.resilience.internal.breaker;

import org.jspecify.annotations.NullMarked;
