@NullMarked
package io.mistersmith.metrics.exporters.internal;

import org.jspecify.annotations.NullMarked;
