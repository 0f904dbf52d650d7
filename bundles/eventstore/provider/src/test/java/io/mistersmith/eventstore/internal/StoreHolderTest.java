package io.mistersmith.eventstore.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mistersmith.event.NewEvent;
import io.mistersmith.event.internal.JacksonPayloadCodec;
import io.mistersmith.eventstore.StoreUnavailableException;
import io.mistersmith.eventstore.internal.sqlite.Settings;
import io.mistersmith.eventstore.internal.sqlite.SqliteEventStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreHolderTest {

    private static final long SECOND = 1_000_000_000L;

    @SuppressWarnings("NullAway.Init") // set by JUnit
    @TempDir
    Path folder;

    private final AtomicLong nanos = new AtomicLong();
    private int tries;
    private boolean broken;

    @Test
    void summarySaysEngineFileDurabilityAndEvents() {
        try (StoreHolder holder = holder()) {
            assertThat(holder.summary())
                    .isEqualTo("SQLite home/data/events.db, every acknowledgement on disk, 0 events");
            holder.store()
                    .as("test")
                    .append(List.of(NewEvent.json("thing.happened", "1")))
                    .toCompletableFuture()
                    .join();
            assertThat(holder.summary()).endsWith(", 1 event");
            assertThat(holder.missing()).isEmpty();
        }
    }

    @Test
    void summaryDoesNotDependOnTheLanguageOfTheMachine() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try (StoreHolder holder = holder()) {
            assertThat(holder.summary()).endsWith(", 0 events");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void storeThatCannotBeOpenedSaysWhyAndIsTriedAgainOncePerSecond() {
        broken = true;
        try (StoreHolder holder = holder()) {
            assertThatThrownBy(holder::store)
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("no disk today");
            assertThat(holder.missing()).hasValueSatisfying(why -> assertThat(why)
                    .isEqualTo("not open: Event store unavailable: no disk today"));
            assertThat(tries).isEqualTo(1);

            nanos.addAndGet(SECOND);
            assertThatThrownBy(holder::store).isInstanceOf(StoreUnavailableException.class);
            broken = false;
            assertThatThrownBy(holder::store).isInstanceOf(StoreUnavailableException.class);
            assertThat(tries).isEqualTo(2);

            nanos.addAndGet(SECOND);
            assertThat(holder.store().info().events()).isZero();
            assertThat(holder.missing()).isEmpty();
        }
    }

    @Test
    void closedHolderOpensNothing() {
        StoreHolder holder = holder();
        holder.close();
        nanos.addAndGet(10 * SECOND);

        assertThatThrownBy(holder::store)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("closed");
        assertThat(tries).isEqualTo(1);
    }

    private StoreHolder holder() {
        return new StoreHolder(Settings.DEFAULTS, this::open, nanos::get);
    }

    private SqliteEventStore open(Settings settings) {
        tries++;
        if (broken) {
            throw new StoreUnavailableException("no disk today", false, null);
        }
        return new SqliteEventStore(
                folder.resolve("events.db"),
                "home/data/events.db",
                settings,
                new JacksonPayloadCodec(),
                Runnable::run,
                Clock.systemUTC());
    }
}
