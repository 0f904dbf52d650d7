@NullMarked
package io.mistersmith.metrics.shell;

import org.jspecify.annotations.NullMarked;
