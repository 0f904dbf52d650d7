package io.mistersmith.eventbus.internal.core;

import io.mistersmith.threads.Job;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names handlers whose call takes too long: bundle, class and stack, once per call. Looks at the lanes now and then while
 * some run, so calls themselves pay nothing: a lane in which a thread stays and nothing is settled is in one call. A timer
 * looks; while the pool that it runs on is busy, whoever asks for what is stuck looks instead. Thread-safe.
 */
public final class SlowHandlers {

    private static final Logger LOG = LoggerFactory.getLogger(SlowHandlers.class);
    private static final int QUIET_LOOKS = 8;

    private final Dispatcher dispatcher;
    private final Supplier<Limits> limits;
    private final LongSupplier nanos;
    private final Map<Lane<?>, Call> calls = new ConcurrentHashMap<>(); // written under the lock of this
    private volatile boolean watching; // as the next three, written under the lock of this
    private @Nullable Job<Void> timer;
    private volatile long lookedAt;
    private int quiet;

    /** Watches the dispatcher's lanes; nobody is watched while both limits are zero. */
    public SlowHandlers(Dispatcher dispatcher, Supplier<Limits> limits, LongSupplier nanos) {
        this.dispatcher = dispatcher;
        this.limits = limits;
        this.nanos = nanos;
    }

    /**
     * A call that runs.
     *
     * @param millis for how long it has been seen
     * @param thread the name of its thread
     */
    public record Running(long millis, String thread) {

        /** What is wrong with it, for {@code SubscriptionStatus.problem}. */
        public String problem() {
            return "a call has not returned for " + millis / 1_000 + " s: thread=" + thread;
        }
    }

    /** The time that calls are measured by. */
    public long nanos() {
        return nanos.getAsLong();
    }

    /** The longest call of these lanes that has been running for {@code stuck.handler.ms} or longer; null if there is none. */
    public @Nullable Running stuck(List<? extends Lane<?>> lanes) {
        Duration least = limits.get().stuckHandler();
        lookIfOverdue();
        Running longest = null;
        for (Lane<?> lane : lanes) {
            Call call = calls.get(lane);
            if (call == null || least.isZero() || call.thread != lane.runner() || call.done != done(lane)) {
                continue;
            }
            long millis = TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - call.since);
            if (millis >= least.toMillis() && (longest == null || millis > longest.millis())) {
                longest = new Running(millis, call.thread.getName());
            }
        }
        return longest;
    }

    private void lookIfOverdue() {
        long period = TimeUnit.MILLISECONDS.toNanos(periodMillis(limits.get()));
        if (watching && period > 0 && nanos.getAsLong() - lookedAt >= 2 * period) {
            look();
        }
    }

    /** Called when a lane begins to run; cheap when it watches already. */
    public void watch() {
        if (!watching) {
            begin();
        }
    }

    private synchronized void begin() {
        long period = periodMillis(limits.get());
        if (period > 0 && !watching) {
            lookedAt = nanos.getAsLong();
            timer = dispatcher.every(Duration.ofMillis(period), this::look);
            watching = timer != null;
        }
    }

    /** Half of the shorter limit that is on; 0: neither is. */
    private static long periodMillis(Limits limits) {
        long slow = limits.slowHandler().toMillis();
        long stuck = limits.stuckHandler().toMillis();
        long shorter = slow == 0 || stuck == 0 ? Math.max(slow, stuck) : Math.min(slow, stuck);
        return shorter == 0 ? 0 : Math.max(1, shorter / 2);
    }

    private static long done(Lane<?> lane) {
        return lane.settled() + lane.failed();
    }

    synchronized void look() {
        long now = nanos.getAsLong();
        lookedAt = now;
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
        long done = done(lane);
        long slow = limits.get().slowHandler().toNanos();
        Call call = calls.get(lane);
        if (thread == null) {
            calls.remove(lane);
            return false;
        }
        if (call == null || call.thread != thread || call.done != done) {
            calls.put(lane, new Call(thread, done, now));
        } else if (!call.named && slow > 0 && now - call.since >= slow && lane.inCall()) {
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

    /** Begins again, with what changed: the limits or the pools. */
    public synchronized void restart() {
        stop();
        if (dispatcher.works().stream().anyMatch(Work::running)) {
            watch();
        }
    }

    /** Stops watching until a lane runs again. */
    public synchronized void stop() {
        Job<Void> ending = timer;
        timer = null;
        if (ending != null) {
            boolean unused = ending.cancel();
        }
        watching = false;
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
