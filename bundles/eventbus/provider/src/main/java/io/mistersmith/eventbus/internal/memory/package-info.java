/** Subscriptions in memory, and the path of an event to them. */
@NullMarked
package io.mistersmith.eventbus.internal.memory;

import org.jspecify.annotations.NullMarked;
