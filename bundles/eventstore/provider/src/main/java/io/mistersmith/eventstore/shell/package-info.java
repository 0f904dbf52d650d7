/** The commands {@code store:streams} and {@code store:events}. */
@NullMarked
package io.mistersmith.eventstore.shell;

import org.jspecify.annotations.NullMarked;
