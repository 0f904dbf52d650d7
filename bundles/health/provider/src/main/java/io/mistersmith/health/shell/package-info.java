/** Commands {@code smith:health}, {@code smith:doctor} and {@code smith:dump}. */
@NullMarked
package io.mistersmith.health.shell;

import org.jspecify.annotations.NullMarked;
