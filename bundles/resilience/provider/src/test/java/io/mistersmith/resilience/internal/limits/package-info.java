@NullMarked
package io.mistersmith.resilience.internal.limits;

import org.jspecify.annotations.NullMarked;
