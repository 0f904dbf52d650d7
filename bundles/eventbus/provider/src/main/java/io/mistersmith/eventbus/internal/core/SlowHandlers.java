package io.mistersmith.eventbus.internal.core;

import io.mistersmith.threads.Job;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names handlers whose call takes too long: bundle, class and stack, once per call. Looks at the lanes now and then while
 * some run, so calls themselves pay nothing: a lane in which a thread stays and nothing is settled is in one call.
 */
public final class SlowHandlers {

    private static final Logger LOG = LoggerFactory.getLogger(SlowHandlers.class);
    private static final int QUIET_LOOKS = 8;

    private final Dispatcher dispatcher;
    private final Supplier<Duration> limit;
    private final LongSupplier nanos;
    private final AtomicBoolean watching = new AtomicBoolean();
    private final Map<Lane<?>, Call> calls = new HashMap<>(); // by the timer only
    private volatile @Nullable Job<Void> timer;
    private int quiet; // by the timer only

    /** Watches the dispatcher's lanes; a limit of zero means no watching. */
    public SlowHandlers(Dispatcher dispatcher, Supplier<Duration> limit, LongSupplier nanos) {
        this.dispatcher = dispatcher;
        this.limit = limit;
        this.nanos = nanos;
    }

    /** Called when a lane begins to run; cheap when it watches already. */
    public void watch() {
        if (!watching.get() && !limit.get().isZero() && watching.compareAndSet(false, true)) {
            Duration period = limit.get().dividedBy(2);
            Job<Void> started = dispatcher.every(
                    period.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : period, this::look);
            timer = started;
            if (started == null) {
                watching.set(false);
            }
        }
    }

    void look() {
        long now = nanos.getAsLong();
        boolean any = false;
        for (Work work : dispatcher.works()) {
            if (work instanceof Lane<?> lane) {
                any |= look(lane, now);
            }
        }
        calls.keySet().retainAll(dispatcher.works());
        quiet = any ? 0 : quiet + 1;
        if (quiet >= QUIET_LOOKS) {
            quiet = 0;
            stop();
            if (dispatcher.works().stream().anyMatch(Work::running)) {
                watch();
            }
        }
    }

    private boolean look(Lane<?> lane, long now) {
        Thread thread = lane.runner();
        long done = lane.settled() + lane.failed();
        Call call = calls.get(lane);
        if (thread == null) {
            calls.remove(lane);
            return false;
        }
        if (call == null || call.thread != thread || call.done != done) {
            calls.put(lane, new Call(thread, done, now));
        } else if (!call.named && now - call.since >= limit.get().toNanos() && lane.inCall()) {
            call.named = true;
            name(lane, thread, Duration.ofNanos(now - call.since));
        }
        return true;
    }

    private static void name(Lane<?> lane, Thread thread, Duration took) {
        StringBuilder stack = new StringBuilder();
        for (StackTraceElement frame : thread.getStackTrace()) {
            stack.append("\n    at ").append(frame);
        }
        LOG.warn(
                "Slow handler: {}, running for {} ms and still is, thread={}{}",
                lane.handlerLabel(),
                took.toMillis(),
                thread.getName(),
                stack);
    }

    /** Stops watching until a lane runs again. */
    public void stop() {
        Job<Void> ending = timer;
        timer = null;
        if (ending != null) {
            boolean unused = ending.cancel();
        }
        watching.set(false);
    }

    private static final class Call {

        final Thread thread;
        final long done;
        final long since;
        boolean named;

        Call(Thread thread, long done, long since) {
            this.thread = thread;
            this.done = done;
            this.since = since;
        }
    }
}
