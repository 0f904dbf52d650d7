package io.mistersmith.eventstore.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mistersmith.event.NewEvent;
import io.mistersmith.event.Receipt;
import io.mistersmith.event.internal.JacksonPayloadCodec;
import io.mistersmith.eventstore.StoreUnavailableException;
import io.mistersmith.eventstore.internal.engine.Loss;
import io.mistersmith.eventstore.internal.sqlite.Settings;
import io.mistersmith.eventstore.internal.sqlite.SqliteEventStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.felix.hc.api.Result;
import org.jspecify.annotations.Nullable;
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
    void storeThatLostEventsIsOpenedAfterTheLossWasConfirmedWithItsFigure() throws Exception {
        try (StoreHolder holder = holder()) {
            append(holder, 3);
        }
        Files.delete(folder.resolve("events.db"));

        try (StoreHolder holder = holder()) {
            assertThat(holder.missing()).hasValueSatisfying(why -> assertThat(why)
                    .contains(
                            "home/data/events.db is gone, but events up to position 3 were acknowledged: 3 are missing, 1 to 3",
                            "store:accept-loss 3"));
            assertThat(StoreHealth.of(state(holder)).getStatus()).isEqualTo(Result.Status.CRITICAL);
            assertThat(holder.currentLoss().count()).isEqualTo(3);
            assertThatThrownBy(() -> holder.acceptLoss(2))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("3 events are missing, not 2: store:accept-loss 3");
            assertThat(holder.open()).isFalse();
            assertThat(holder.refused()).isTrue();

            holder.acceptLoss(3);

            assertThat(holder.refused()).isFalse();

            assertThat(holder.missing()).isEmpty();
            assertThat(StoreHealth.of(state(holder)).getStatus()).isEqualTo(Result.Status.OK);
            assertThat(append(holder, 1)).as("positions are not given twice").isEqualTo(4);
            assertThat(holder.summary()).endsWith(", 1 event");
            assertThatThrownBy(() -> holder.acceptLoss(3))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no acknowledged event is missing");
        }
    }

    @Test
    void fileThatComesBackIsOpenedWithoutAnybodyUsingTheStore() throws Exception {
        try (StoreHolder holder = holder()) {
            append(holder, 3);
        }
        Path away = Files.move(folder.resolve("events.db"), folder.resolve("away"));

        try (StoreHolder holder = holder()) {
            Files.move(away, folder.resolve("events.db"));
            holder.retry();
            assertThat(holder.open()).as("tried again too soon").isFalse();
            nanos.addAndGet(SECOND);
            holder.retry();

            assertThat(holder.missing()).isEmpty();
            assertThat(holder.head()).isEqualTo(3);
        }
    }

    @Test
    void logThatCannotBeEmptiedDegradesWithTheReasonUntilItCan() throws Exception {
        NewEvent<?> large = NewEvent.json("thing.happened", "\"" + "x".repeat(1 << 20) + "\"");
        try (StoreHolder holder = holder();
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("events.db"));
                Statement reader = other.createStatement()) {
            append(holder, 1);
            reader.execute("BEGIN");
            reader.executeQuery("SELECT count(*) FROM events").close();

            for (int n = 0; n < 30; n++) {
                append(holder, 1, large);
            }

            Result result = StoreHealth.of(state(holder));
            assertThat(result.getStatus()).isEqualTo(Result.Status.WARN);
            assertThat(result.toString()).contains("MiB and cannot be emptied: another program reads the file");
            reader.execute("COMMIT");
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> StoreHealth.of(state(holder)).getStatus() == Result.Status.OK);
        }
    }

    private static long append(StoreHolder holder, int count) {
        return append(holder, count, NewEvent.json("thing.happened", "1"));
    }

    private static long append(StoreHolder holder, int count, NewEvent<?> event) {
        List<NewEvent<?>> events = Collections.nCopies(count, event);
        List<Receipt> receipts =
                holder.store().as("test").append(events).toCompletableFuture().join();
        return receipts.get(count - 1).position();
    }

    private static StoreState state(StoreHolder holder) {
        return new StoreState(
                holder.open(),
                holder.summary(),
                "events.db",
                holder.loss().orElse(null),
                holder.logProblem(),
                holder.integrity());
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

    private SqliteEventStore open(Settings settings, @Nullable Loss accepted) {
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
                Clock.systemUTC(),
                accepted);
    }
}
