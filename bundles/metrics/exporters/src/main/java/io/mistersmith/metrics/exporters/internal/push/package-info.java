@NullMarked
package io.mistersmith.metrics.exporters.internal.push;

import org.jspecify.annotations.NullMarked;
