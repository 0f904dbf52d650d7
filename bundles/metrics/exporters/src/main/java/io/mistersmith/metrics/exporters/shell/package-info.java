/** Commands of scope {@code metric} about ways out and the last minutes. */
@NullMarked
package io.mistersmith.metrics.exporters.shell;

import org.jspecify.annotations.NullMarked;
