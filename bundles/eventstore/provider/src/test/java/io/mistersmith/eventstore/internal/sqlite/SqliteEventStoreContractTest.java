package io.mistersmith.eventstore.internal.sqlite;

import io.mistersmith.event.internal.JacksonPayloadCodec;
import io.mistersmith.testkit.EventStoreContract;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.io.TempDir;

class SqliteEventStoreContractTest extends EventStoreContract {

    @SuppressWarnings("NullAway.Init") // set by JUnit
    @TempDir
    Path folder;

    @Override
    protected Engine openEngine() {
        SqliteEventStore store = new SqliteEventStore(
                folder.resolve("events.db"),
                Settings.DEFAULTS,
                new JacksonPayloadCodec(),
                ForkJoinPool.commonPool(),
                Clock.systemUTC());
        return new Engine(store.as("contract.bundle"), store.consumers(), store);
    }
}
