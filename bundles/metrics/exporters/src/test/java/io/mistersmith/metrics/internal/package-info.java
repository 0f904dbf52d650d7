@NullMarked
package io.mistersmith.metrics.internal;

import org.jspecify.annotations.NullMarked;
