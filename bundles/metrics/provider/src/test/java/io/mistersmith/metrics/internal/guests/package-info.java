@NullMarked
package io.mistersmith.metrics.internal.guests;

import org.jspecify.annotations.NullMarked;
