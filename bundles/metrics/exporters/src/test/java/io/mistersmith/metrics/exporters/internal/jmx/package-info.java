@NullMarked
package io.mistersmith.metrics.exporters.internal.jmx;

import org.jspecify.annotations.NullMarked;
