@NullMarked
package io.mistersmith.resilience.internal.retry;

import org.jspecify.annotations.NullMarked;
