/** Karaf commands of the event bus and its dead letters. */
@NullMarked
package io.mistersmith.eventbus.shell;

import org.jspecify.annotations.NullMarked;
