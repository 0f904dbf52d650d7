/** Subscriptions on the event store: checkpoints, dead letters, and what handlers emit. */
@NullMarked
package io.mistersmith.eventbus.internal.durable;

import org.jspecify.annotations.NullMarked;
