@NullMarked
package io.mistersmith.metrics.internal.system;

import org.jspecify.annotations.NullMarked;
