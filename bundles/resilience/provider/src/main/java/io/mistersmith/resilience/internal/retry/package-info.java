/** Retries, and the budgets that limit them. */
@NullMarked
package io.mistersmith.resilience.internal.retry;

import org.jspecify.annotations.NullMarked;
