/** Remembers, past the end of the process, which durable handlers were being called when it ended. */
@NullMarked
package io.mistersmith.eventbus.internal.marks;

import org.jspecify.annotations.NullMarked;
