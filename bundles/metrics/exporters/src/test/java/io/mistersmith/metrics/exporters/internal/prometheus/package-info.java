@NullMarked
package io.mistersmith.metrics.exporters.internal.prometheus;

import org.jspecify.annotations.NullMarked;
