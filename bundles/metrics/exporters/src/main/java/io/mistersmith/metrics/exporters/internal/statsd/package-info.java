@NullMarked
package io.mistersmith.metrics.exporters.internal.statsd;

import org.jspecify.annotations.NullMarked;
