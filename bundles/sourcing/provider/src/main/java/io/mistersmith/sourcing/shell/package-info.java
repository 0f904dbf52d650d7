/** The command {@code store:projections}. */
@NullMarked
package io.mistersmith.sourcing.shell;

import org.jspecify.annotations.NullMarked;
