/** Bulkheads, rate limiters and time limiters. */
@NullMarked
package io.mistersmith.resilience.internal.limits;

import org.jspecify.annotations.NullMarked;
