package io.mistersmith.eventstore.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.event.internal.JacksonPayloadCodec;
import io.mistersmith.eventstore.Consumer;
import io.mistersmith.eventstore.EventStore;
import io.mistersmith.eventstore.StoreUnavailableException;
import io.mistersmith.eventstore.internal.engine.StoreMeters;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The committer's thread outlives whatever is thrown at it, and every caller gets an answer. */
class CommitterTest extends StoreFixture {

    static List<Throwable> thrown() {
        return List.of(
                new IllegalStateException("the pool's service is gone"),
                new OutOfMemoryError("Java heap space, in a test"),
                new ThreadDeath(),
                new IOException("thrown without being declared"),
                new Hostile());
    }

    /** Cannot even be logged. */
    private static final class Hostile extends RuntimeException {

        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new StackOverflowError("getMessage");
        }

        @Override
        public String toString() {
            throw new StackOverflowError("toString");
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            throw new StackOverflowError("getStackTrace");
        }
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void appendsAreAnsweredWhateverTheCallbackExecutorThrows(Throwable thrown) {
        try (SqliteEventStore opened = new SqliteEventStore(
                file(), Settings.DEFAULTS, new JacksonPayloadCodec(), task -> sneak(thrown), Clock.systemUTC())) {
            EventStore store = opened.as("test");

            for (int i = 0; i < 3; i++) {
                assertThat(append(store, "s", event())).hasSize(1);
            }
            assertThat(opened.waitingEvents()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void consumerThatThrowsWhenItIsWokenIsNobodyElsesProblem(Throwable thrown) {
        SqliteEventStore opened = open();
        try (Consumer bad = opened.consumers().open("bad", 0);
                Consumer good = opened.consumers().open("good", 0)) {
            AtomicInteger wakes = new AtomicInteger();
            bad.onCommit(() -> sneak(thrown));
            good.onCommit(wakes::incrementAndGet);

            append(opened.as("test"), "s", event());
            append(opened.as("test"), "s", event());

            assertThat(wakes).hasValue(2);
        }
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void metersThatThrowKeepNobodyWaiting(Throwable thrown) {
        SqliteEventStore opened = open();
        opened.meters(new StoreMeters() {
            @Override
            public void committed(int events, int calls, long nanos) {
                sneak(thrown);
            }

            @Override
            public void refused() {
                sneak(thrown);
            }

            @Override
            public void failed() {
                sneak(thrown);
            }

            @Override
            public void emptied(boolean done, long nanos) {
                sneak(thrown);
            }
        });

        for (int i = 0; i < 3; i++) {
            assertThat(append(opened.as("test"), "s", event())).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void callThatThrowsFailsAloneWithATypedError(Throwable thrown) {
        SqliteEventStore opened = open();

        Throwable failure = failure(opened.submit(new Work<Boolean>() {
            @Override
            Boolean run(Writer writer) throws SQLException {
                sneak(thrown);
                return true;
            }
        }));

        assertThat(failure).isInstanceOf(StoreUnavailableException.class);
        assertThat(append(opened.as("test"), "s", event())).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void callWhoseOwnNoteOfTheCommitThrowsIsAnsweredToo(Throwable thrown) {
        SqliteEventStore opened = open();

        assertThat(result(opened.submit(new Work<Boolean>() {
                    @Override
                    Boolean run(Writer writer) {
                        return true;
                    }

                    @Override
                    void committed() {
                        sneak(thrown);
                    }
                })))
                .isTrue();
        assertThat(append(opened.as("test"), "s", event())).hasSize(1);
    }

    @Test
    void interruptOfItsThreadEndsNothing() {
        SqliteEventStore opened = open();
        try (Consumer consumer = opened.consumers().open("c", 0)) {
            consumer.onCommit(() -> Thread.currentThread().interrupt());

            for (int i = 0; i < 3; i++) {
                assertThat(append(opened.as("test"), "s", event())).hasSize(1);
            }
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <X extends Throwable> void sneak(Throwable thrown) throws X {
        throw (X) thrown;
    }
}
