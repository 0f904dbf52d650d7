/** The commands of scope {@code thread}. */
@NullMarked
package io.mistersmith.threads.shell;

import org.jspecify.annotations.NullMarked;
