package io.mistersmith.plugincode.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.plugincode.support.PluginFailure.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(20)
class PluginCallsTest {

    private static final PluginCode CODE = new PluginCode("com.acme.orders", "com.acme.Gauge");
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofSeconds(10);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final PluginCalls calls = new PluginCalls(() -> threads);
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void end() {
        release.countDown();
        threads.shutdownNow();
        assertThat(Thread.interrupted())
                .as("interrupt flag left on the caller's thread")
                .isFalse();
    }

    @Test
    void givesWhatTheCodeReturns() {
        assertThat(calls.call(CODE, () -> 7).value()).isEqualTo(7);
        assertThat(calls.call(CODE, LONG, () -> 7).value()).isEqualTo(7);
        assertThat(calls.call(CODE, LONG, () -> null).succeeded()).isTrue();
    }

    @SuppressWarnings("removal")
    static Stream<Throwable> everyThrowable() {
        return Stream.of(
                new Exception("e"),
                new Throwable("t"),
                new OutOfMemoryError("o"),
                new StackOverflowError(),
                new InternalError("i"),
                new NoClassDefFoundError("n"),
                new ThreadDeath(),
                new InterruptedException());
    }

    @ParameterizedTest
    @MethodSource("everyThrowable")
    void everyThrowableIsAFailure(Throwable thrown) {
        for (PluginResult<Object> result :
                List.of(calls.call(CODE, () -> sneaky(thrown)), calls.call(CODE, LONG, () -> sneaky(thrown)))) {
            PluginFailure failure = Objects.requireNonNull(result.failure());
            assertThat(failure.kind()).isEqualTo(Kind.THREW);
            assertThat(failure.loggable()).isSameAs(thrown);
            assertThat(failure.toString())
                    .startsWith("com.acme.Gauge of bundle com.acme.orders threw "
                            + thrown.getClass().getName());
        }
    }

    @Test
    void whatTheCodeLeavesOnTheThreadIsUndone() {
        ClassLoader before = Thread.currentThread().getContextClassLoader();

        calls.call(CODE, () -> {
            Thread.currentThread().interrupt();
            Thread.currentThread().setContextClassLoader(null);
            throw new IllegalStateException();
        });

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    @Test
    void interruptOfBeforeIsKept() {
        Thread.currentThread().interrupt();

        calls.call(CODE, Thread::interrupted);

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void callThatDoesNotReturnIsGivenUpInterruptedAndNamed() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);

        PluginResult<Void> result = calls.call(CODE, SHORT, () -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                release.await();
            }
            return null;
        });

        assertThat(result.failure()).extracting(PluginFailure::kind).isEqualTo(Kind.TIMED_OUT);
        assertThat(result.failure()).hasToString(CODE + " did not return within 20 ms");
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(calls.abandoned()).extracting(AbandonedCall::code).containsExactly(CODE);
        assertThat(calls.abandonedTotal()).isOne();
    }

    @Test
    void abandonedCallsOccupyALimitedNumberOfThreads() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(TimeBox.MAX_ABANDONED);
        for (int i = 0; i < TimeBox.MAX_ABANDONED; i++) {
            calls.call(CODE, SHORT, () -> stubborn(ended));
        }

        PluginFailure refused = calls.call(CODE, LONG, () -> 1).failure();

        assertThat(refused).extracting(PluginFailure::kind).isEqualTo(Kind.NOT_CALLED);
        assertThat(refused).hasToString(CODE + " was not called: 4 earlier calls have not returned, such as " + CODE);
        release.countDown();
        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        while (!calls.abandoned().isEmpty()) {
            Thread.onSpinWait(); // the @Timeout ends it
        }
        assertThat(calls.call(CODE, LONG, () -> 1).value()).isEqualTo(1);
        assertThat(calls.abandonedTotal()).isEqualTo(4);
    }

    @Test
    void withoutThreadsTheCodeIsNotCalled() {
        AtomicBoolean called = new AtomicBoolean();
        PluginCalls none = new PluginCalls(() -> null);
        PluginCalls full = new PluginCalls(() -> task -> {
            throw new RejectedExecutionException();
        });
        List<Runnable> queue = new ArrayList<>();
        PluginCalls busy = new PluginCalls(() -> queue::add);

        for (PluginCalls each : List.of(none, full, busy)) {
            PluginFailure failure =
                    each.call(CODE, SHORT, () -> called.getAndSet(true)).failure();
            assertThat(failure).extracting(PluginFailure::kind).isEqualTo(Kind.NOT_CALLED);
        }
        queue.forEach(Runnable::run);

        assertThat(called).isFalse();
    }

    @Test
    void interruptOfTheWaitingThreadIsKept() {
        Thread.currentThread().interrupt();

        PluginFailure failure =
                calls.call(CODE, LONG, () -> stubborn(new CountDownLatch(1))).failure();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure).extracting(PluginFailure::kind).isEqualTo(Kind.INTERRUPTED);
    }

    /** Waits for the test's end, whatever interrupts it. */
    private @Nullable Void stubborn(CountDownLatch ended) {
        boolean waiting = true;
        while (waiting) {
            try {
                release.await();
                waiting = false;
            } catch (InterruptedException e) {
                waiting = true;
            }
        }
        ended.countDown();
        return null;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> Object sneaky(Throwable thrown) throws E {
        throw (E) thrown;
    }
}
