/** What all kinds have in common. */
@NullMarked
package io.mistersmith.resilience.internal.core;

import org.jspecify.annotations.NullMarked;
