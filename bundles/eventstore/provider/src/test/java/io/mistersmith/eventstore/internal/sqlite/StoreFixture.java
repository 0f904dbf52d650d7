package io.mistersmith.eventstore.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.event.NewEvent;
import io.mistersmith.event.Receipt;
import io.mistersmith.event.internal.JacksonPayloadCodec;
import io.mistersmith.eventstore.EventStore;
import io.mistersmith.eventstore.Expected;
import io.mistersmith.eventstore.internal.engine.StoreMeters;
import io.mistersmith.testkit.StoreContract;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Opens stores in a folder of the test's own, and closes them. */
abstract class StoreFixture {

    static final long PATIENCE_SECONDS = 30;

    @SuppressWarnings("NullAway.Init") // set by JUnit
    @TempDir
    Path folder;

    private final List<SqliteEventStore> opened = new ArrayList<>();

    @AfterEach
    void closeStores() {
        opened.forEach(SqliteEventStore::close);
    }

    Path file() {
        return folder.resolve("events.db");
    }

    SqliteEventStore open() {
        return open(Settings.DEFAULTS);
    }

    SqliteEventStore open(Settings settings) {
        SqliteEventStore store = new SqliteEventStore(
                file(), settings, new JacksonPayloadCodec(), ForkJoinPool.commonPool(), Clock.systemUTC());
        opened.add(store);
        return store;
    }

    /** Runs a statement on the file by a connection of its own. */
    void sql(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** An engine for the contract tests. */
    static StoreContract.Engine engine(Path folder) {
        SqliteEventStore store = new SqliteEventStore(
                folder.resolve("events.db"),
                Settings.DEFAULTS,
                new JacksonPayloadCodec(),
                ForkJoinPool.commonPool(),
                Clock.systemUTC());
        return new StoreContract.Engine(store.as("contract.bundle"), store.consumers(), store);
    }

    /** Keeps the committer right after a commit until this is counted down, so that what is called meanwhile makes one group. */
    static CountDownLatch hold(SqliteEventStore engine) throws InterruptedException {
        return hold(engine, calls -> {});
    }

    /** The same, and tells how many calls each group had. */
    static CountDownLatch hold(SqliteEventStore engine, IntConsumer groups) throws InterruptedException {
        CountDownLatch holding = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        engine.meters(new StoreMeters() {
            @Override
            public void committed(int events, int calls, long nanos) {
                groups.accept(calls);
                holding.countDown();
                try {
                    release.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }

            @Override
            public void refused() {}

            @Override
            public void failed() {}
        });
        var unused = engine.as("holder")
                .append("held", Expected.ANY, List.of(event()))
                .exceptionally(failure -> List.of());
        assertThat(holding.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return release;
    }

    static NewEvent<?> event(String id) {
        return NewEvent.json("thing.happened", "{\"n\":1}").withId(id);
    }

    static NewEvent<?> event() {
        return NewEvent.json("thing.happened", "{\"n\":1}");
    }

    static List<Receipt> append(EventStore store, String stream, NewEvent<?>... events) {
        return result(store.append(stream, Expected.ANY, List.of(events)));
    }

    static <T> T result(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("failed with " + e.getCause(), e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("no result", e);
        }
    }

    static Throwable failure(CompletionStage<?> stage) {
        try {
            throw new AssertionError(
                    "did not fail: " + stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            return Objects.requireNonNull(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("no result", e);
        }
    }
}
