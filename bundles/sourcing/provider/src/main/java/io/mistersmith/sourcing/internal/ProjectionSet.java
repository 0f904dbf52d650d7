package io.mistersmith.sourcing.internal;

import io.mistersmith.event.PayloadCodec;
import io.mistersmith.eventstore.ConsumerStatus;
import io.mistersmith.eventstore.Consumers;
import io.mistersmith.eventstore.StoreUnavailableException;
import io.mistersmith.metrics.Metrics;
import io.mistersmith.plugincode.marks.CallMarks;
import io.mistersmith.sourcing.Projection;
import io.mistersmith.sourcing.ProjectionStatus;
import io.mistersmith.sourcing.Projections;
import io.mistersmith.sourcing.Views;
import io.mistersmith.threads.ThreadPools;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every projection of a container and the views that they make; knows no OSGi. Thread-safe. */
public final class ProjectionSet implements Projections, Views, AutoCloseable {

    private static final List<String> STATES = List.of("running", "waiting", "stuck", "refused");
    private static final Logger LOG = LoggerFactory.getLogger(ProjectionSet.class);

    private final Surroundings services;
    private final AtomicReference<List<Metrics.Registration>> gauges = new AtomicReference<>(List.of());
    /** Both guarded by this. */
    private final IdentityHashMap<Projection<?, ?>, RunningProjection> running = new IdentityHashMap<>();

    private final IdentityHashMap<Projection<?, ?>, ProjectionStatus> refused = new IdentityHashMap<>();

    /** None yet; calls are not noted. */
    public ProjectionSet() {
        this(CallMarks.in(null));
    }

    /** None yet; {@code marks} notes the calls that are in progress. */
    public ProjectionSet(CallMarks marks) {
        services = new Surroundings(marks);
    }

    /** The store from now on; null: none is there, projections wait. */
    public void store(@Nullable Consumers now) {
        services.consumers(now);
        kickAll();
    }

    /** The codec from now on; null: none is there, projections wait. */
    public void codec(@Nullable PayloadCodec now) {
        services.codec(now);
        kickAll();
    }

    /** The pools from now on; null: none are there, projections wait. */
    public void threads(@Nullable ThreadPools now) {
        services.threads(now);
        kickAll();
    }

    /** The metrics from now on; null: nothing is counted. */
    public void metrics(@Nullable Metrics now) {
        services.metrics(now);
        // not under this lock, which the suppliers take
        List<Metrics.Registration> old = gauges.getAndSet(
                now == null
                        ? List.of()
                        : STATES.stream()
                                .map(state -> now.gauge(
                                        "mistersmith_sourcing_projections",
                                        "Projections by state",
                                        Map.of("state", state),
                                        () -> count(state)))
                                .toList());
        old.forEach(Metrics.Registration::close);
    }

    private double count(String state) {
        return list().stream().filter(one -> one.state().equals(state)).count();
    }

    /**
     * Starts a projection. One that makes no sense is refused: that is logged and listed, not thrown.
     *
     * @param bundle symbolic name and version of the bundle that brought it
     * @param code tells the code of this bundle from that of earlier versions; an event that ended the process in other code
     *     is tried again
     */
    public void add(Projection<?, ?> projection, String bundle, long code) {
        RunningProjection started;
        try {
            started = new RunningProjection(projection, bundle, code, services);
        } catch (RuntimeException | LinkageError e) {
            LOG.error("Projection of {} refused: {}", bundle, e.getMessage());
            synchronized (this) {
                refused.put(
                        projection,
                        new ProjectionStatus(
                                projection.getClass().getSimpleName(),
                                0,
                                bundle,
                                "refused",
                                0,
                                0,
                                "" + e.getMessage()));
            }
            return;
        }
        synchronized (this) {
            running.put(projection, started);
        }
        started.kick();
    }

    /** Ends a projection; its view stays. Waits at most 5 s for a call that runs. */
    public void remove(Projection<?, ?> projection) {
        RunningProjection ended;
        synchronized (this) {
            refused.remove(projection);
            ended = running.remove(projection);
        }
        if (ended != null) {
            ended.close();
            kickAll(); // one of the same name may wait for it
        }
    }

    @Override
    public synchronized List<ProjectionStatus> list() {
        List<ProjectionStatus> all = new ArrayList<>(refused.values());
        running.values().forEach(one -> all.add(one.status()));
        all.sort(Comparator.comparing(ProjectionStatus::name).thenComparing(ProjectionStatus::bundle));
        return all;
    }

    @Override
    public List<ProjectionStatus> unserved() {
        Consumers store = services.consumers();
        if (store == null) {
            return List.of();
        }
        List<ConsumerStatus> stored = store.list();
        Set<String> served = list().stream().map(ProjectionStatus::name).collect(Collectors.toSet());
        return stored.stream()
                .filter(one -> one.view() && !one.open() && !served.contains(one.name()))
                .map(one -> unserved(store, one))
                .toList();
    }

    private static ProjectionStatus unserved(Consumers store, ConsumerStatus one) {
        Integer version = ViewVersion.stored(store, one.name());
        return new ProjectionStatus(
                one.name(),
                version == null ? 0 : version,
                "",
                "no projection",
                one.progress().position(),
                0,
                "no plugin brings it; bus:forget " + one.name() + " removes its view");
    }

    @Override
    public <V> Optional<V> get(String projection, String key, Class<V> type) {
        Consumers store = store();
        PayloadCodec codec = codec();
        return store.view(projection, version(store, projection), key).map(json -> codec.decode(json, type));
    }

    @Override
    public <V> void forEach(String projection, Class<V> type, BiConsumer<String, V> row) {
        Consumers store = store();
        PayloadCodec codec = codec();
        store.forEachView(
                projection, version(store, projection), (key, json) -> row.accept(key, codec.decode(json, type)));
    }

    @Override
    public void close() {
        metrics(null);
        List<RunningProjection> all;
        synchronized (this) {
            all = List.copyOf(running.values());
            running.clear();
            refused.clear();
        }
        all.forEach(RunningProjection::close);
    }

    private void kickAll() {
        List<RunningProjection> all;
        synchronized (this) {
            all = List.copyOf(running.values());
        }
        all.forEach(RunningProjection::kick);
    }

    private Consumers store() {
        Consumers store = services.consumers();
        if (store == null) {
            throw new StoreUnavailableException("no event store", false, null);
        }
        return store;
    }

    private PayloadCodec codec() {
        PayloadCodec codec = services.codec();
        if (codec == null) {
            throw new StoreUnavailableException("no payload codec", false, null);
        }
        return codec;
    }

    /** The version of the one that runs, else of the rows that are there. */
    private int version(Consumers store, String projection) {
        List<String> names = new ArrayList<>();
        synchronized (this) {
            RunningProjection found = null;
            for (RunningProjection one : running.values()) {
                names.add(one.name());
                if (one.name().equals(projection) && (found == null || one.owner())) {
                    found = one;
                }
            }
            if (found != null) {
                return found.version();
            }
        }
        Integer stored = ViewVersion.stored(store, projection);
        if (stored == null) {
            names.sort(Comparator.naturalOrder());
            throw new IllegalArgumentException("no projection \"" + projection + "\"; there are " + names);
        }
        return stored;
    }
}
