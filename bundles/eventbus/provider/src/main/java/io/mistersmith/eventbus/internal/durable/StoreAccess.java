package io.mistersmith.eventbus.internal.durable;

import io.mistersmith.eventstore.Consumers;
import io.mistersmith.eventstore.EventStore;

/** The store there is now. Two that are equal are the same store. */
record StoreAccess(EventStore store, Consumers consumers) {}
