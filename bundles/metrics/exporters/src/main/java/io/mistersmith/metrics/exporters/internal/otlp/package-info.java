@NullMarked
package io.mistersmith.metrics.exporters.internal.otlp;

import org.jspecify.annotations.NullMarked;
