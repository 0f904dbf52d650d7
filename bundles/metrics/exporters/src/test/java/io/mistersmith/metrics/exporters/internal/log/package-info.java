@NullMarked
package io.mistersmith.metrics.exporters.internal.log;

import org.jspecify.annotations.NullMarked;
