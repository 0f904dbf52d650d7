package io.mistersmith.eventbus.internal.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.plugincode.support.ReadThrowable;
import io.mistersmith.resilience.Backoff;
import io.mistersmith.testkit.ManualThreadPools;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What came of a call cannot be noted: the event is neither lost nor called again. */
class AttemptsTest {

    private final ManualThreadPools pools = new ManualThreadPools();
    private final Dispatcher dispatcher = new Dispatcher();
    private final MpscUnboundedArrayQueue<String> queue = new MpscUnboundedArrayQueue<>(16);
    private final List<String> seen = new ArrayList<>();
    private boolean fails;
    private int unnoted = 1;

    @Test
    void eventWhoseSuccessCannotBeNotedIsNotedLaterWithoutAnotherCall() {
        run("a1", "a2", "b1");

        assertThat(seen).containsExactly("call a1", "call b1", "handled b1", "handled a1", "call a2", "handled a2");
    }

    @Test
    void eventWhoseLastFailureCannotBeNotedIsNotedLaterAndCountsOnce() {
        fails = true;
        OneLane lane = run("a1", "b1");

        assertThat(seen).containsExactly("call a1", "call b1", "exhausted b1 1", "exhausted a1 1");
        assertThat(lane.failed()).isEqualTo(2);
        assertThat(lane.settled()).isEqualTo(2);
    }

    private OneLane run(String... events) {
        dispatcher.threads(pools);
        OneLane lane = new OneLane();
        dispatcher.add(lane);
        queue.addAll(List.of(events));
        lane.wake();
        pools.drain();
        pools.advance(Duration.ofSeconds(5));
        return lane;
    }

    private void note(String what) {
        if (unnoted > 0) {
            unnoted--;
            throw new OutOfMemoryError("for a test");
        }
        seen.add(what);
    }

    private final class OneLane extends Lane<String> {

        OneLane() {
            super(dispatcher, queue);
        }

        @Override
        protected @Nullable String subject(String event) {
            return event.substring(0, 1);
        }

        @Override
        protected Result deliver(String event, int attempt) {
            seen.add("call " + event);
            if (fails) {
                throw new IllegalStateException(event);
            }
            return Result.HANDLED;
        }

        @Override
        protected CompletionStage<?> rest() {
            return CompletableFuture.completedStage(null);
        }

        @Override
        protected void handled(String event) {
            note("handled " + event);
        }

        @Override
        protected void exhausted(String event, int attempts, ReadThrowable failure, long firstMillis) {
            note("exhausted " + event + " " + attempts);
        }

        @Override
        protected void discarded(String event) {
            seen.add("discarded " + event);
        }

        @Override
        protected Retry retry() {
            return new Retry(1, new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1)));
        }

        @Override
        protected Admission admission() {
            return Admission.ALL;
        }

        @Override
        protected boolean ended() {
            return false;
        }

        @Override
        protected String pool() {
            return "blocking";
        }

        @Override
        public String handlerLabel() {
            return "test";
        }
    }
}
