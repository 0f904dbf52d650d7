package io.mistersmith.metrics.internal;

import io.mistersmith.plugincode.support.PluginCalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads supplied values so that none of them can hold up a collection.
 *
 * <p>A collection runs on a thread of its own. A supplier that does not return within {@value #LIMIT_MILLIS} ms is isolated and
 * the collection is made again without it; so is one that twice in a row took more than half of the budget of a collection. What
 * is isolated is called apart, one call at a time, and shows its last value, or NaN while a call takes longer than
 * {@value #STALE_MILLIS} ms. It is a problem once it was slow {@value SuppliedMeter#SLOW_READS} times in a row or takes that long. At most {@value #PER_BUNDLE} calls of one bundle and {@value #IN_ALL} in all may be out at once;
 * above that, no supplier of a bundle with a call out is called. Without threads, everything is read on the calling thread.
 *
 * <p>Thread-safe.
 */
final class GuardedCollection {

    static final int LIMIT_MILLIS = 250;
    static final int STALE_MILLIS = 2_000;
    static final int PER_BUNDLE = 2;
    static final int IN_ALL = 8;

    private static final Logger LOG = LoggerFactory.getLogger(GuardedCollection.class);
    private static final long LIMIT = TimeUnit.MILLISECONDS.toNanos(LIMIT_MILLIS);
    private static final long STALE = TimeUnit.MILLISECONDS.toNanos(STALE_MILLIS);
    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(20);

    private final PluginCalls calls;
    private final LongAdder failures = new LongAdder();
    private final Set<SuppliedMeter> isolated = ConcurrentHashMap.newKeySet();
    private final Set<SuppliedMeter> failing = ConcurrentHashMap.newKeySet();
    private final AtomicInteger out = new AtomicInteger();
    private volatile Supplier<? extends @Nullable Executor> threads = () -> null;
    private volatile long budgetNanos = Overhead.DEFAULT.maxCollectionTime().toNanos();

    GuardedCollection() {
        calls = new PluginCalls(() -> threads.get());
    }

    /** Gives the threads to use from now on; null while there are none. */
    void threads(Supplier<? extends @Nullable Executor> now) {
        threads = now;
    }

    /** Time that one collection may take. */
    void budget(Duration now) {
        budgetNanos = now.toNanos();
    }

    PluginCalls calls() {
        return calls;
    }

    /** Counts a call that failed. */
    void failed() {
        failures.increment();
    }

    long failures() {
        return failures.sum();
    }

    /** What is wrong with a supplier. */
    record Problem(SuppliedMeter meter, String kind) {}

    /** Suppliers that failed at their last call, have been slow several times in a row, or have not returned for long. */
    List<Problem> problems() {
        prune();
        List<Problem> all = new ArrayList<>();
        failing.forEach(meter -> all.add(new Problem(meter, "failing")));
        for (SuppliedMeter meter : isolated) {
            if (meter.callingNanos() > STALE) {
                all.add(new Problem(meter, "hanging"));
            } else if (meter.slow()) {
                all.add(new Problem(meter, "slow"));
            }
        }
        return all;
    }

    /** The value of a meter, for somebody who reads that one alone. */
    double readNow(SuppliedMeter meter) {
        return meter.isolated() ? last(meter) : called(meter);
    }

    private double called(SuppliedMeter meter) {
        double value = meter.call(calls);
        if (meter.problem() == null) {
            failing.remove(meter);
        } else if (!meter.closed()) {
            failing.add(meter);
        }
        return value;
    }

    private static double last(SuppliedMeter meter) {
        return meter.callingNanos() > STALE ? Double.NaN : meter.value();
    }

    /**
     * Collects.
     *
     * @param collection given how to read supplied values; called again if a supplier did not return
     * @throws IllegalStateException if the thread is interrupted meanwhile; its interrupt flag stays set
     */
    <T> T collect(Function<ToDoubleFunction<SuppliedMeter>, T> collection) {
        prune();
        Executor now = threads.get();
        if (now == null) {
            return collection.apply(this::readNow);
        }
        isolated.forEach(meter -> callApart(meter, now));
        while (true) {
            Pass<T> pass = new Pass<>(collection);
            try {
                now.execute(pass);
            } catch (RejectedExecutionException | IllegalStateException e) { // full, or the pools are going
                return collection.apply(this::readNow);
            }
            if (pass.await()) {
                pass.judge();
                return pass.result();
            }
        }
    }

    private void prune() {
        isolated.removeIf(SuppliedMeter::closed);
        failing.removeIf(SuppliedMeter::closed);
    }

    private void callApart(SuppliedMeter meter, Executor now) {
        if (!meter.begin()) {
            return;
        }
        if (!enter(meter.owner())) {
            meter.end();
            return;
        }
        try {
            now.execute(() -> {
                long began = System.nanoTime();
                try {
                    double unused = called(meter);
                } finally {
                    leave(meter.owner());
                    meter.end();
                }
                if (meter.quickAgain(System.nanoTime() - began < budgetNanos / 2)) {
                    isolated.remove(meter);
                    meter.isolate(false);
                    LOG.info(
                            "Supplier of metric {} of bundle {} is quick again",
                            meter.name(),
                            meter.owner().name());
                }
            });
        } catch (RejectedExecutionException | IllegalStateException e) {
            leave(meter.owner());
            meter.end();
        }
    }

    private boolean enter(Owner owner) {
        if (out.incrementAndGet() > IN_ALL) {
            out.decrementAndGet();
            return false;
        }
        if (owner.callsOut().incrementAndGet() > PER_BUNDLE) {
            leave(owner);
            return false;
        }
        return true;
    }

    /** Whether the calls of this owner that have not returned forbid another one. */
    private boolean blocked(Owner owner) {
        int ofOwner = owner.callsOut().get();
        return ofOwner >= PER_BUNDLE || (ofOwner > 0 && out.get() >= IN_ALL);
    }

    private void leave(Owner owner) {
        owner.callsOut().decrementAndGet();
        out.decrementAndGet();
    }

    private void isolate(SuppliedMeter meter, long nanos, String how) {
        if (meter.closed() || !isolated.add(meter)) {
            return;
        }
        meter.isolate(true);
        LOG.warn(
                "Supplier of metric {} of bundle {} {} {} ms; it is read apart from other metrics until it is quick"
                        + " again",
                meter.name(),
                meter.owner().name(),
                how,
                TimeUnit.NANOSECONDS.toMillis(nanos));
    }

    private record Slow(SuppliedMeter meter, long nanos) {}

    /**
     * One attempt of a collection. {@code reading} and {@code sinceNanos} are written by its thread, in the order since, reading;
     * a pass that was given up reads nothing more.
     */
    private final class Pass<T> implements Runnable {

        private final Function<ToDoubleFunction<SuppliedMeter>, T> collection;
        private final CountDownLatch ended = new CountDownLatch(1);
        private final long askedNanos = System.nanoTime();
        private volatile @Nullable Thread thread;
        private volatile @Nullable SuppliedMeter reading;
        private volatile long sinceNanos;
        private volatile boolean givenUp;
        private @Nullable SuppliedMeter stuck; // guarded by this
        private volatile @Nullable T result;
        private volatile @Nullable RuntimeException failure;
        private final List<Slow> slow = new ArrayList<>();
        private long tookNanos;

        Pass(Function<ToDoubleFunction<SuppliedMeter>, T> collection) {
            this.collection = collection;
        }

        @Override
        public void run() {
            synchronized (this) {
                if (givenUp) {
                    return;
                }
                thread = Thread.currentThread();
            }
            long began = System.nanoTime();
            try {
                result = collection.apply(this::read);
            } catch (GivenUp e) {
                LOG.debug("A collection was made again without one supplier");
            } catch (RuntimeException e) {
                failure = e;
            } finally {
                synchronized (this) {
                    thread = null;
                    boolean unused = Thread.interrupted();
                }
                tookNanos = System.nanoTime() - began;
                ended.countDown();
            }
        }

        private double read(SuppliedMeter meter) {
            if (givenUp) {
                throw new GivenUp();
            }
            if (meter.isolated() || blocked(meter.owner())) {
                return last(meter);
            }
            long began = System.nanoTime();
            sinceNanos = began;
            reading = meter;
            double value = called(meter);
            long took = System.nanoTime() - began;
            synchronized (this) {
                reading = null;
                if (stuck == meter) {
                    leave(meter.owner());
                    meter.end();
                    throw new GivenUp();
                }
            }
            if (meter.slowAgain(took > budgetNanos / 2)) {
                slow.add(new Slow(meter, took));
            }
            return value;
        }

        /** Waits for the end; false: it was given up because of one supplier. */
        boolean await() {
            try {
                while (!ended.await(LOOK, TimeUnit.NANOSECONDS)) {
                    SuppliedMeter meter = reading;
                    long since = sinceNanos;
                    long now = System.nanoTime();
                    if (meter != null && now - since > LIMIT && meter == reading && since == sinceNanos) {
                        if (giveUp(meter, now - since)) {
                            return false;
                        }
                    } else if (thread == null && now - askedNanos > LIMIT && withdraw()) {
                        result = collection.apply(GuardedCollection.this::readNow); // no thread is free
                        ended.countDown();
                        return true;
                    }
                }
                return true;
            } catch (InterruptedException e) {
                givenUp = true;
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while metrics were collected", e);
            }
        }

        private synchronized boolean withdraw() {
            if (thread != null || ended.getCount() == 0) {
                return false;
            }
            givenUp = true;
            return true;
        }

        private synchronized boolean giveUp(SuppliedMeter meter, long nanos) {
            Thread runner = thread;
            if (runner == null || reading != meter) {
                return false; // it has just returned
            }
            boolean unused = meter.begin();
            boolean unusedAgain = meter.slowAgain(true);
            out.incrementAndGet();
            int unusedCount = meter.owner().callsOut().incrementAndGet();
            isolate(meter, nanos, "has not returned for");
            stuck = meter;
            givenUp = true;
            runner.interrupt();
            return true;
        }

        /** Isolates what was slow, if the collection as a whole was. */
        void judge() {
            if (tookNanos > budgetNanos) {
                slow.forEach(one -> isolate(one.meter(), one.nanos(), "slows every collection, it takes"));
            }
        }

        @SuppressWarnings("NullAway") // the collection gives something, or has thrown
        T result() {
            RuntimeException thrown = failure;
            if (thrown != null) {
                throw thrown;
            }
            return result;
        }
    }

    /** Ends a pass that nobody waits for. */
    private static final class GivenUp extends RuntimeException {
        private static final long serialVersionUID = 1L;

        GivenUp() {
            super(null, null, false, false);
        }
    }
}
