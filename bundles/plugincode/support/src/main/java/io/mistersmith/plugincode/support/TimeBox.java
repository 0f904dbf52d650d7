package io.mistersmith.plugincode.support;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs calls on threads of an executor and waits for each for a limited time. A call that does not return in time is
 * interrupted and abandoned. While {@value #MAX_ABANDONED} abandoned calls still run, no other is begun, so plugins occupy a
 * limited number of threads. Thread-safe.
 */
final class TimeBox {

    static final int MAX_ABANDONED = 4;

    private final Supplier<? extends @Nullable Executor> executor;
    private final Map<Call<?>, Boolean> abandoned = new ConcurrentHashMap<>();
    private final AtomicLong abandonedTotal = new AtomicLong();

    TimeBox(Supplier<? extends @Nullable Executor> executor) {
        this.executor = executor;
    }

    /** State of a call. Only {@link #WAITING} and {@link #RUNNING} change. */
    enum State {
        /** The call has no thread yet. Next: RUNNING, WITHDRAWN. */
        WAITING,
        /** The code runs. Next: RETURNED, THREW, ABANDONED. */
        RUNNING,
        /** The code returned. */
        RETURNED,
        /** The code threw. */
        THREW,
        /** The code runs, and nobody waits for it. */
        ABANDONED,
        /** The code was not and will not be called. */
        WITHDRAWN
    }

    /**
     * How a call ended for its caller.
     *
     * @param why a reason for people, if the code was not called
     * @param interrupted whether the caller was interrupted while it waited
     */
    record Ended<T>(State state, @Nullable T value, @Nullable Throwable thrown, String why, boolean interrupted) {}

    <T> Ended<T> call(PluginCode code, Duration limit, Callable<? extends @Nullable T> work) {
        if (abandoned.size() >= MAX_ABANDONED) {
            return notCalled(MAX_ABANDONED + " earlier calls have not returned, such as "
                    + list().get(0).code());
        }
        Call<T> call = new Call<>(code, work);
        try {
            Executor threads = executor.get();
            if (threads == null) {
                return notCalled("there are no threads");
            }
            threads.execute(call);
        } catch (Throwable e) { // full, its provider is stopping, or no memory for a thread
            return notCalled("no thread is free");
        }
        boolean interrupted = false;
        try {
            if (call.ended.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                return call.result(false);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            interrupted = true;
        }
        return call.giveUp(interrupted);
    }

    /** Calls that run although nobody waits for them, the oldest first. */
    List<AbandonedCall> list() {
        long now = System.nanoTime();
        return abandoned.keySet().stream()
                .map(call -> new AbandonedCall(call.code, Duration.ofNanos(now - call.beganNanos)))
                .sorted(Comparator.comparing(AbandonedCall::age).reversed())
                .toList();
    }

    /** How many calls were abandoned. */
    long total() {
        return abandonedTotal.get();
    }

    private static <T> Ended<T> notCalled(String why) {
        return new Ended<>(State.WITHDRAWN, null, null, why, false);
    }

    /** Its fields are guarded by its monitor, which is never held while the code runs. */
    private final class Call<T> implements Runnable {

        private final PluginCode code;
        private final CountDownLatch ended = new CountDownLatch(1);
        private final Callable<? extends @Nullable T> work;
        private final long beganNanos = System.nanoTime();
        private State state = State.WAITING;
        private @Nullable Thread runner;
        private @Nullable T value;
        private @Nullable Throwable thrown;

        Call(PluginCode code, Callable<? extends @Nullable T> work) {
            this.code = code;
            this.work = work;
        }

        @Override
        public void run() {
            if (!begin()) {
                return;
            }
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            T returned = null;
            Throwable failure = null;
            try {
                returned = work.call();
            } catch (Throwable e) { // see PluginCalls for why every one
                failure = e;
            }
            end(returned, failure);
            Thread.currentThread().setContextClassLoader(loader);
        }

        private synchronized boolean begin() {
            if (state != State.WAITING) {
                return false;
            }
            state = State.RUNNING;
            runner = Thread.currentThread();
            return true;
        }

        private synchronized void end(@Nullable T returned, @Nullable Throwable failure) {
            runner = null;
            boolean unused = Thread.interrupted(); // ours or the code's; the next task of this thread must not see it
            if (state == State.ABANDONED) {
                abandoned.remove(this);
                return;
            }
            value = returned;
            thrown = failure;
            state = failure == null ? State.RETURNED : State.THREW;
            ended.countDown();
        }

        synchronized Ended<T> giveUp(boolean interrupted) {
            if (state == State.WAITING) {
                state = State.WITHDRAWN;
            } else if (state == State.RUNNING && runner != null) {
                state = State.ABANDONED;
                abandoned.put(this, true);
                abandonedTotal.incrementAndGet();
                runner.interrupt();
            }
            return result(interrupted);
        }

        synchronized Ended<T> result(boolean interrupted) {
            return new Ended<>(state, value, thrown, "no thread was free in time", interrupted);
        }
    }
}
