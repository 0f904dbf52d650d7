package io.mistersmith.sourcing.internal;

import io.mistersmith.event.PayloadCodec;
import io.mistersmith.eventstore.Change;
import io.mistersmith.eventstore.Consumer;
import io.mistersmith.eventstore.ConsumerInUseException;
import io.mistersmith.eventstore.Consumers;
import io.mistersmith.eventstore.Progress;
import io.mistersmith.eventstore.StoreDamagedException;
import io.mistersmith.eventstore.StoreUnavailableException;
import io.mistersmith.eventstore.StoredEvent;
import io.mistersmith.plugincode.marks.Marks;
import io.mistersmith.plugincode.support.PluginCalls;
import io.mistersmith.plugincode.support.PluginCode;
import io.mistersmith.plugincode.support.PluginFailure;
import io.mistersmith.plugincode.support.PluginResult;
import io.mistersmith.plugincode.support.ReadThrowable;
import io.mistersmith.sourcing.Projection;
import io.mistersmith.sourcing.ProjectionStatus;
import io.mistersmith.threads.CancellableTask;
import io.mistersmith.threads.ThreadPools;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One projection at work: reads events behind its checkpoint, batch by batch, and saves rows and checkpoint as one.
 *
 * <p>A run takes one batch on pool blocking; the save's completion starts the next, on whichever thread that is. So there
 * is never more than one batch or save on its way, and what a batch reads of the store is what the last one saved.
 */
final class RunningProjection {

    private static final Logger LOG = LoggerFactory.getLogger(RunningProjection.class);
    private static final int BATCH = 500;
    /** After so many ends of the process during the call with an event, it is not called with that event again. */
    private static final int MOST_DEATHS = 3;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration LONGEST_WAIT_FOR_SERVICES = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Projection<Object, Object> projection;
    private final ProjectionTypes types;
    private final String name;
    private final int version;
    private final String bundle;
    private final long code;
    private final Surroundings services;
    private final PluginCalls guard;
    private final PluginCode plugin;
    private final RunGate gate = new RunGate();
    private final ReentrantLock calls = new ReentrantLock();
    private final Wellbeing wellbeing = new Wellbeing(this::kick);
    private final LongAdder projected = new LongAdder();

    // Written by the run and by its save's completion, which never overlap; volatile for those who look.
    private volatile @Nullable Consumer consumer;
    private volatile Marks marks = Marks.NONE;
    private volatile boolean versionSaved;
    private volatile long position;
    private volatile boolean closed;

    @SuppressWarnings("unchecked") // the types are read from the class, and every payload is checked against them
    RunningProjection(Projection<?, ?> projection, String bundle, long code, Surroundings services) {
        this.projection = (Projection<Object, Object>) projection;
        this.types = ProjectionTypes.of(projection);
        this.name = projection.name();
        this.version = projection.version();
        this.bundle = bundle;
        this.code = code;
        this.services = services;
        this.guard = new PluginCalls(services::io);
        this.plugin = PluginCode.of(bundle, projection);
    }

    Projection<Object, Object> projection() {
        return projection;
    }

    ProjectionTypes types() {
        return types;
    }

    String name() {
        return name;
    }

    int version() {
        return version;
    }

    /** Whether it holds the consumer of its name. */
    boolean owner() {
        return consumer != null;
    }

    ProjectionStatus status() {
        return new ProjectionStatus(
                name, version, bundle, wellbeing.state(), position, projected.sum(), wellbeing.problem());
    }

    /** Something may have changed for the better: tries at once what it waits to try again. */
    void kick() {
        wellbeing.tryNow();
        wake();
    }

    /** There may be events. */
    private void wake() {
        if (!closed && !wellbeing.backingOff() && gate.begin()) {
            submit();
        }
    }

    /** Ends it. After this returns no new call begins; one that runs is waited for, but not for ever. */
    void close() {
        closed = true;
        boolean ended = false;
        try {
            ended = calls.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                LOG.warn("Projection {} of {} is still in a call after {}", name, bundle, PATIENCE);
                marks.clear(); // it is not to blame if the process ends later
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            release();
            if (ended) {
                calls.unlock();
            }
        }
    }

    private void submit() {
        ThreadPools threads = services.threads();
        if (closed || threads == null) {
            wellbeing.waiting("waiting for thread pools");
            idle();
            return;
        }
        try {
            threads.blocking().execute(new Run());
        } catch (RejectedExecutionException e) {
            notBegun(String.valueOf(e.getMessage()));
        } catch (Throwable e) { // whatever it is: a gate that stays closed ends the projection
            notBegun(guard.read(e).summary());
        }
    }

    private void notBegun(String why) {
        gate.abandon();
        retry("waiting", why, LONGEST_WAIT_FOR_SERVICES);
    }

    /** One run on a pool. */
    private final class Run implements CancellableTask {

        @Override
        public void run() {
            runOnce();
        }

        /** The pool ended before it ran. */
        @Override
        public void cancelled() {
            idle();
        }
    }

    private void runOnce() {
        CompletionStage<Void> saving = null;
        calls.lock();
        try {
            if (!closed) {
                saving = takeBatch();
            }
        } catch (Throwable e) {
            lost(e);
        } finally {
            if (closed) {
                release(); // close() may have given up waiting for this call
            }
            calls.unlock();
        }
        if (saving == null) {
            rest();
        }
    }

    private void rest() {
        if (!gate.end()) {
            if (wellbeing.backingOff()) {
                idle();
            } else {
                submit();
            }
        }
    }

    /** Nothing can be done now. Who brought what was missing just before this found a run going on, and counts on it. */
    private void idle() {
        gate.abandon();
        if (services.threads() != null) {
            wake();
        }
    }

    /** Takes what comes next; null if there is nothing, or it cannot be taken now. */
    private @Nullable CompletionStage<Void> takeBatch() {
        Consumers store = services.consumers();
        PayloadCodec codec = services.codec();
        if (store == null || codec == null) {
            release();
            wellbeing.waiting(store == null ? "no event store" : "no payload codec");
            return null;
        }
        Consumer held = consumer;
        Consumer source = held == null ? open(store) : held;
        List<StoredEvent> events = source.next(position, BATCH);
        if (events.isEmpty()) {
            running();
            return null;
        }
        Map<String, Class<?>> wanted = Map.copyOf(codec.typesOf(types.payload()));
        RowBatch batch = new RowBatch(this, wanted, codec, store);
        long settled = position;
        for (StoredEvent event : events) {
            if (closed) {
                return null; // no new call into a plugin that may be stopping; what was applied is not saved and comes
                // again
            }
            Runnable stuck = take(event, batch);
            if (stuck != null) {
                if (settled == position) {
                    stuck.run();
                    return null;
                }
                break; // what went well is saved first; then this event is the first of the next batch
            }
            settled = event.position();
        }
        return closed ? null : save(source, batch, settled);
    }

    /** Lets the projection take an event; null if it did, else what shows that it is stuck there. */
    private @Nullable Runnable take(StoredEvent event, RowBatch batch) {
        int deaths = marks.deaths(event.position());
        if (deaths >= MOST_DEATHS) {
            return () -> stuck(
                    event,
                    "the container ended " + deaths + " times without a stop during this call; look for an"
                            + " OutOfMemoryError, Runtime.halt or native code. Not tried again until its plugin is replaced",
                    null);
        }
        if (deaths > 0) {
            LOG.warn(
                    "Projection {} of {} takes the event at position {} again, during whose call the container ended without"
                            + " a stop ({} of {} times at most)",
                    name,
                    bundle,
                    event.position(),
                    deaths,
                    MOST_DEATHS);
        }
        PluginResult<StoreUnavailableException> taken;
        marks.begin(0, event.position());
        try {
            taken = guard.call(plugin, () -> unlessStoreIsAway(batch, event));
        } finally {
            marks.end(0, event.position());
        }
        StoreUnavailableException away = taken.value();
        if (away != null) {
            throw away;
        }
        PluginFailure failure = taken.failure();
        return failure == null
                ? null
                : () -> stuck(event, textOf(failure) + ". Tried again until it goes", failure.loggable());
    }

    /** Gives the event to the projection; returns what the store threw when it was asked for a row, else null. */
    private static @Nullable StoreUnavailableException unlessStoreIsAway(RowBatch batch, StoredEvent event) {
        try {
            batch.take(event);
            return null;
        } catch (StoreUnavailableException e) {
            return e;
        }
    }

    private CompletionStage<Void> save(Consumer source, RowBatch batch, long settled) {
        List<Change> changes = batch.changes();
        if (!versionSaved) {
            changes.add(ViewVersion.change(name, version));
        }
        return source.save(new Progress(settled), changes).whenComplete((done, failure) -> {
            if (failure == null && counted(batch, settled)) {
                submit(); // there may be more
                return;
            }
            if (failure != null) {
                lost(
                        failure instanceof CompletionException && failure.getCause() != null
                                ? failure.getCause()
                                : failure);
            }
            rest();
        });
    }

    /** Notes what was saved; false if that failed, and with it the run. */
    private boolean counted(RowBatch batch, long settled) {
        try {
            versionSaved = true;
            marks.passed(position, settled + 1);
            position = settled;
            projected.add(batch.taken());
            services.countProjected(name, batch.taken());
            running();
            return true;
        } catch (Throwable e) { // of the metrics: a gate that stays closed ends the projection
            lost(e);
            return false;
        }
    }

    private Consumer open(Consumers store) {
        Consumer opened = store.open(name, 0);
        boolean ready = false;
        try {
            Integer stored = ViewVersion.stored(store, name);
            if (stored != null && stored != version) {
                LOG.info("Projection {} of {} begins anew: version {} follows {}", name, bundle, version, stored);
                opened.close();
                store.remove(name);
                opened = store.open(name, 0);
                stored = null;
            }
            versionSaved = stored != null;
            position = opened.progress().position();
            marks = services.marks().of(name, code);
            opened.onCommit(this::wake);
            ready = true;
        } finally {
            if (!ready) {
                opened.close(); // else nobody could open it again
            }
        }
        consumer = opened;
        return opened;
    }

    private void release() {
        Consumer held = consumer;
        consumer = null;
        if (held != null) {
            try {
                held.close();
            } catch (Throwable e) { // it is gone either way
                LOG.warn(
                        "Consumer of projection {} of {} could not be closed",
                        name,
                        bundle,
                        guard.read(e).loggable());
            }
        }
    }

    private void running() {
        if (wellbeing.running()) {
            LOG.info("Projection {} of {} runs again, position={}", name, bundle, position);
        }
    }

    /** The event cannot be taken: looks at it again later, and takes none behind it. */
    private void stuck(StoredEvent event, String why, @Nullable Throwable cause) {
        services.countFailure(name);
        String what = "event at position " + event.position() + " (" + event.type() + ", id " + event.id() + "): " + why
                + "; store:events --all --after " + (event.position() - 1)
                + " --limit 1 shows it. Correct the projection and copy its jar to deploy/ under a higher version";
        if (!wellbeing.state().equals("stuck")) {
            LOG.warn("Projection {} of {} is stuck at {}", name, bundle, what, cause);
        }
        retry("stuck", what, LONGEST_WAIT);
    }

    private static String textOf(PluginFailure cause) {
        ReadThrowable thrown = cause.thrown();
        return thrown == null ? cause.summary() : thrown.summary();
    }

    /** The store, or the right to the name, is gone: begins again from the checkpoint. */
    private void lost(Throwable cause) {
        release();
        if (closed) {
            return;
        }
        boolean damaged = cause instanceof StoreDamagedException; // time alone does not repair it
        boolean expected =
                !damaged && (cause instanceof StoreUnavailableException || cause instanceof ConsumerInUseException);
        if (!expected && wellbeing.problem().isEmpty()) {
            LOG.warn(
                    "Projection {} of {} cannot go on",
                    name,
                    bundle,
                    guard.read(cause).loggable());
        }
        String why = cause instanceof ConsumerInUseException
                ? "another projection of this name runs"
                : expected || damaged
                        ? String.valueOf(cause.getMessage())
                        : guard.read(cause).summary();
        retry(expected ? "waiting" : "stuck", why, expected ? LONGEST_WAIT_FOR_SERVICES : LONGEST_WAIT);
    }

    private void retry(String state, String why, Duration longest) {
        wellbeing.retry(closed ? null : services.threads(), state, why, longest);
    }
}
