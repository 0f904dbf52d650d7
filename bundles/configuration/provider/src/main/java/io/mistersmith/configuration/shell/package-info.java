/** Commands {@code cfg:*}. */
@NullMarked
package io.mistersmith.configuration.shell;

import org.jspecify.annotations.NullMarked;
