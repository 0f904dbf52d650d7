package io.mistersmith.eventbus.internal.memory;

import io.mistersmith.event.PayloadCodec;
import io.mistersmith.eventbus.internal.core.Dispatcher;
import io.mistersmith.eventbus.internal.core.SlowHandlers;
import org.jspecify.annotations.Nullable;

/** What a subscription in memory needs of the bus. */
interface Surroundings {

    Dispatcher dispatcher();

    SlowHandlers slow();

    /** The codec there is now. */
    @Nullable
    PayloadCodec codec();

    /** No more events for this one. */
    void closing(MemorySubscription subscription);
}
