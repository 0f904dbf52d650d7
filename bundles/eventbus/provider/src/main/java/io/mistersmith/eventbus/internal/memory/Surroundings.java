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

    /** Called when a subscription has another handler, which may take other types. */
    void changed();

    /** Called once when a subscription ended; it gets no more events. */
    void closed(MemorySubscription subscription);
}
