/** Commands of scope {@code metric} that read the meters; {@code metric:watch} is where the samples are. */
@NullMarked
package io.mistersmith.metrics.shell;

import org.jspecify.annotations.NullMarked;
