/** What runs exporters at their intervals, and keeps the last minutes for {@code metric:watch}. */
@NullMarked
package io.mistersmith.metrics.exporters.internal;

import org.jspecify.annotations.NullMarked;
