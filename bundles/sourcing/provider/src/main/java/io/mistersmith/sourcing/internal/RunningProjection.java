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
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration LONGEST_WAIT_FOR_SERVICES = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Projection<Object, Object> projection;
    private final ProjectionTypes types;
    private final String name;
    private final int version;
    private final String bundle;
    private final Surroundings services;
    private final RunGate gate = new RunGate();
    private final ReentrantLock calls = new ReentrantLock();
    private final Wellbeing wellbeing = new Wellbeing(this::kick);
    private final LongAdder projected = new LongAdder();

    // Written by the run and by its save's completion, which never overlap; volatile for those who look.
    private volatile @Nullable Consumer consumer;
    private volatile boolean versionSaved;
    private volatile long position;
    private volatile boolean closed;

    @SuppressWarnings("unchecked") // the types are read from the class, and every payload is checked against them
    RunningProjection(Projection<?, ?> projection, String bundle, Surroundings services) {
        this.projection = (Projection<Object, Object>) projection;
        this.types = ProjectionTypes.of(projection);
        this.name = projection.name();
        this.version = projection.version();
        this.bundle = bundle;
        this.services = services;
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
            wellbeing.waiting("no thread pools");
            idle();
            return;
        }
        try {
            threads.blocking().execute(new Run());
        } catch (RejectedExecutionException e) {
            gate.abandon();
            retry("waiting", String.valueOf(e.getMessage()), LONGEST_WAIT_FOR_SERVICES);
        }
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
            try {
                batch.take(event);
            } catch (StoreUnavailableException e) {
                throw e; // of the view; damage included
            } catch (Throwable e) { // whatever a plugin throws must not end the run for good
                if (settled == position) {
                    stuck(event, e);
                    return null;
                }
                break; // what went well is saved first; then this event is the first of the next batch
            } finally {
                boolean unused = Thread.interrupted(); // a plugin's, which must not fail the save or the next event
            }
            settled = event.position();
        }
        return closed ? null : save(source, batch, settled);
    }

    private CompletionStage<Void> save(Consumer source, RowBatch batch, long settled) {
        List<Change> changes = batch.changes();
        if (!versionSaved) {
            changes.add(ViewVersion.change(name, version));
        }
        return source.save(new Progress(settled), changes).whenComplete((done, failure) -> {
            if (failure == null) {
                versionSaved = true;
                position = settled;
                projected.add(batch.taken());
                services.countProjected(name, batch.taken());
                running();
                submit(); // there may be more
            } else {
                lost(
                        failure instanceof CompletionException && failure.getCause() != null
                                ? failure.getCause()
                                : failure);
                rest();
            }
        });
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
            held.close();
        }
    }

    private void running() {
        if (wellbeing.running()) {
            LOG.info("Projection {} of {} runs again, position={}", name, bundle, position);
        }
    }

    /** The event cannot be taken: tries it again later, and takes none behind it. */
    private void stuck(StoredEvent event, Throwable cause) {
        services.countFailure(name);
        String what =
                "event at position " + event.position() + " (" + event.type() + ", id " + event.id() + "): " + cause
                        + ". Tried again until it goes; store:events --all --after " + (event.position() - 1)
                        + " --limit 1 shows it. Mend the projection and copy its jar to deploy/ under a higher version";
        if (!wellbeing.state().equals("stuck")) {
            LOG.warn("Projection {} of {} is stuck at {}", name, bundle, what, cause);
        }
        retry("stuck", what, LONGEST_WAIT);
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
            LOG.warn("Projection {} of {} cannot go on", name, bundle, cause);
        }
        String why = cause instanceof ConsumerInUseException
                ? "another projection of this name runs"
                : expected || damaged ? String.valueOf(cause.getMessage()) : cause.toString();
        retry(expected ? "waiting" : "stuck", why, expected ? LONGEST_WAIT_FOR_SERVICES : LONGEST_WAIT);
    }

    private void retry(String state, String why, Duration longest) {
        wellbeing.retry(closed ? null : services.threads(), state, why, longest);
    }
}
