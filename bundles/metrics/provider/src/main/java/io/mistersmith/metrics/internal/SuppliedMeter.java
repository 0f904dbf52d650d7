package io.mistersmith.metrics.internal;

import com.codahale.metrics.Gauge;
import io.mistersmith.metrics.SeriesSnapshot;
import io.mistersmith.plugincode.support.PluginCalls;
import io.mistersmith.plugincode.support.PluginCode;
import io.mistersmith.plugincode.support.PluginFailure;
import io.mistersmith.plugincode.support.PluginResult;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A value or a count that somebody else keeps.
 *
 * <p>READ --too slow--&gt; ISOLATED --quick {@value #QUICK_READS} times--&gt; READ. A meter that is read is called by each
 * collection; an isolated one is called on a thread of its own, one call at a time, and shows its last value. Thread-safe:
 * {@link GuardedCollection} alone changes the state; the value is written by the call that obtained it.
 */
final class SuppliedMeter implements Gauge<Double>, Meters.Meter {

    private static final Logger LOG = LoggerFactory.getLogger(SuppliedMeter.class);

    static final int QUICK_READS = 3;

    /** Slow calls in a row that make a supplier a problem: a single one may be due to a busy machine. */
    static final int SLOW_READS = 3;

    private final String name;
    private final Owner owner;
    private final Callable<? extends @Nullable Number> supplier;
    private final GuardedCollection guard;
    private final PluginCode code;
    private final AtomicBoolean calling = new AtomicBoolean(); // while isolated
    private volatile boolean isolated;
    private volatile boolean closed;
    private volatile long beganNanos;
    private volatile double value = Double.NaN;
    private volatile @Nullable String problem;
    private volatile int slowReads; // written by one collection at a time, or by the isolated call
    private int quickReads;

    SuppliedMeter(String name, Owner owner, Callable<? extends @Nullable Number> supplier, GuardedCollection guard) {
        this.name = name;
        this.owner = owner;
        this.supplier = supplier;
        this.guard = guard;
        this.code = new PluginCode(owner.name(), "metric " + name);
    }

    String name() {
        return name;
    }

    Owner owner() {
        return owner;
    }

    /** Calls the supplier on this thread; NaN if it fails. */
    double call(PluginCalls calls) {
        PluginResult<Number> result = calls.call(code, supplier);
        Number returned = result.value();
        PluginFailure failure = result.failure();
        if (failure == null) {
            value = returned == null ? Double.NaN : returned.doubleValue();
            problem = null;
        } else {
            value = Double.NaN;
            guard.failed();
            if (problem == null) {
                LOG.warn("{}; its value is NaN until it works again", failure, failure.loggable());
            }
            problem = failure.summary();
        }
        return value;
    }

    /** What its last call threw, in one line; null if that returned. */
    @Nullable
    String problem() {
        return problem;
    }

    boolean isolated() {
        return isolated;
    }

    void isolate(boolean now) {
        isolated = now;
        quickReads = 0;
    }

    /** Begins the one call of an isolated meter; false: the call before has not returned. */
    boolean begin() {
        if (!calling.compareAndSet(false, true)) {
            return false;
        }
        beganNanos = System.nanoTime();
        return true;
    }

    void end() {
        calling.set(false);
    }

    /** Nanoseconds since the call of an isolated meter began; 0 if there is none. */
    long callingNanos() {
        return calling.get() ? Math.max(1, System.nanoTime() - beganNanos) : 0;
    }

    /** Notes the time of a call; true if this one and the one before were slow. */
    boolean slowAgain(boolean slow) {
        note(slow);
        return slowReads >= 2;
    }

    /** Notes the time of an isolated call; true if it was quick often enough. */
    boolean quickAgain(boolean quick) {
        note(!quick);
        quickReads = quick ? quickReads + 1 : 0;
        return quickReads >= QUICK_READS;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer at a time
    private void note(boolean slow) {
        slowReads = slow ? slowReads + 1 : 0;
    }

    /** Whether its last {@value #SLOW_READS} calls were slow. */
    boolean slow() {
        return slowReads >= SLOW_READS;
    }

    /** The last value. */
    double value() {
        return value;
    }

    void close() {
        closed = true;
    }

    /** Whether nobody shows it any longer. */
    boolean closed() {
        return closed || owner.stopped();
    }

    /** As a reporter of Dropwizard's registry reads it. */
    @Override
    public Double getValue() {
        return guard.readNow(this);
    }

    @Override
    public SeriesSnapshot snapshot(List<String> labelValues, ToDoubleFunction<SuppliedMeter> reading) {
        return new SeriesSnapshot(labelValues, reading.applyAsDouble(this), null);
    }

    @Override
    public SeriesSnapshot snapshot(List<String> labelValues) {
        return new SeriesSnapshot(labelValues, getValue(), null);
    }
}
