package io.mistersmith.eventbus.internal.durable;

import io.mistersmith.event.PayloadCodec;
import io.mistersmith.eventbus.internal.core.Dispatcher;
import io.mistersmith.eventbus.internal.core.Limits;
import io.mistersmith.eventbus.internal.core.SlowHandlers;
import io.mistersmith.plugincode.marks.CallMarks;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a durable subscription needs of the bus. */
record Host(
        Dispatcher dispatcher,
        SlowHandlers slow,
        Emitter emitter,
        Supplier<@Nullable StoreAccess> access,
        Supplier<@Nullable PayloadCodec> codecs,
        Supplier<Limits> settings,
        ReadAhead readAhead,
        CallMarks marks,
        Turn turn,
        Clock clock) {

    @Nullable
    StoreAccess store() {
        return access.get();
    }

    @Nullable
    PayloadCodec codec() {
        return codecs.get();
    }

    Limits limits() {
        return settings.get();
    }

    Instant now() {
        return clock.instant();
    }
}
