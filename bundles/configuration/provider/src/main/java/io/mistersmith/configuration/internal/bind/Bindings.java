package io.mistersmith.configuration.internal.bind;

import io.mistersmith.configuration.Configurations.Live;
import io.mistersmith.plugincode.support.PluginCalls;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All bindings of the container. Listeners are called one at a time. Thread-safe. */
public final class Bindings {

    private static final Logger LOG = LoggerFactory.getLogger(Bindings.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final List<Bound> all = new CopyOnWriteArrayList<>();
    private final Function<String, Map<String, Object>> properties;
    private final SchemaNaming naming;
    private final Refusals refusals;
    private final Uses uses;
    private final PluginCalls guard;
    private final Duration limit;

    /** Held while listeners are called, so that they are called one at a time. */
    private final ReentrantLock turn = new ReentrantLock();

    private record Bound(Bundle owner, String pid, BoundValues<?> values) {}

    /** Says that a bundle's schema describes a PID. */
    @FunctionalInterface
    public interface SchemaNaming {
        void describe(Bundle bundle, String pid, String schemaId);
    }

    /** Hears that the newest values of a PID were refused by who uses them. */
    @FunctionalInterface
    public interface Refusals {
        void refuse(String pid, String key, String reason);
    }

    /** Knows of values that wait to be used, and has values handed out. */
    public interface Uses {

        /** Makes Config Admin hand out a PID's values once more. */
        void redeliver(String pid);

        /** Whether values of a PID wait for its next use. */
        boolean wait(String pid);

        /** Puts those in force; returns whether there were any. */
        boolean use(String pid);

        /** Puts what waits in force, for whatever reason it does; returns whether anything did. */
        boolean apply(String pid);
    }

    /**
     * @param properties the values of a PID that passed the checks; empty when there are none
     * @param threads those on which listeners are called; null while there are none
     */
    public Bindings(
            Function<String, Map<String, Object>> properties,
            SchemaNaming naming,
            Refusals refusals,
            Uses uses,
            Supplier<? extends @Nullable Executor> threads) {
        this(properties, naming, refusals, uses, threads, LIMIT);
    }

    /** @param limit for each call of a listener */
    Bindings(
            Function<String, Map<String, Object>> properties,
            SchemaNaming naming,
            Refusals refusals,
            Uses uses,
            Supplier<? extends @Nullable Executor> threads,
            Duration limit) {
        this.guard = new PluginCalls(threads);
        this.limit = limit;
        this.properties = properties;
        this.naming = naming;
        this.refusals = refusals;
        this.uses = uses;
    }

    /** See {@link io.mistersmith.configuration.Configurations#bind}. */
    <C> Live<C> bind(Bundle owner, AnnotationShape<C> shape, String pid) {
        naming.describe(owner, pid, shape.type().getName());
        BoundValues.Owner following = new BoundValues.Owner() {
            @Override
            public void used() {
                use(pid);
            }

            @Override
            public void closed(BoundValues<?> closed) {
                all.removeIf(bound -> bound.values().equals(closed));
            }
        };
        BoundValues<C> values = new BoundValues<>(
                shape, initial(shape, pid), following, String.valueOf(owner.getSymbolicName()), guard, limit);
        all.add(new Bound(owner, pid, values));
        if (uses.wait(pid)) {
            values.due(true);
        }
        return values;
    }

    /** The symbolic names of the bundles that have bound values of a PID. */
    public List<String> users(String pid) {
        return all.stream()
                .filter(bound -> bound.pid().equals(pid))
                .map(bound -> String.valueOf(bound.owner().getSymbolicName()))
                .distinct()
                .sorted()
                .toList();
    }

    /** Ends what a bundle bound. */
    public void stopped(Bundle bundle) {
        all.stream().filter(bound -> bound.owner().equals(bundle)).forEach(bound -> bound.values()
                .close());
    }

    /** Offers the values of every PID, because Config Admin came back. */
    public void changed() {
        all.stream().map(Bound::pid).distinct().forEach(this::changed);
    }

    /** Offers the values of a PID to everybody who bound it. */
    public void changed(String pid) {
        turn.lock();
        try {
            List<Bound> of =
                    all.stream().filter(bound -> bound.pid().equals(pid)).toList();
            if (!of.stream().allMatch(bound -> isTaken(pid, bound.values()))) {
                // at once, though they come once more: whoever reads must not see what was refused
                of.forEach(bound -> giveBack(pid, bound.values()));
            }
        } finally {
            turn.unlock();
        }
    }

    /** Values of a PID wait for its next use. */
    public void staged(String pid) {
        due(pid, uses.wait(pid));
    }

    /** See {@link io.mistersmith.configuration.Configurations#beginUse}. */
    boolean beginUse(String pid) {
        return uses.apply(pid);
    }

    /** Whoever does not get its turn goes on with the values of before. */
    private void use(String pid) {
        if (turn.isHeldByCurrentThread() || !turn.tryLock()) {
            return;
        }
        try {
            due(pid, false);
            if (uses.use(pid)) {
                changed(pid);
            }
        } finally {
            turn.unlock();
        }
    }

    private void due(String pid, boolean due) {
        all.stream().filter(bound -> bound.pid().equals(pid)).forEach(bound -> bound.values()
                .due(due));
    }

    private boolean isTaken(String pid, BoundValues<?> values) {
        BoundValues.Refusal refusal = offer(pid, values);
        if (refusal != null) {
            refusals.refuse(pid, refusal.key(), refusal.reason());
            // everybody else who took the values gets the old ones back
            uses.redeliver(pid);
        }
        return refusal == null;
    }

    private void giveBack(String pid, BoundValues<?> values) {
        BoundValues.Refusal refusal = offer(pid, values);
        if (refusal != null) {
            LOG.error("{}: the values of before were not taken back: {} {}", pid, refusal.key(), refusal.reason());
        }
    }

    private BoundValues.@Nullable Refusal offer(String pid, BoundValues<?> values) {
        try {
            return values.offer(values.shape().values(properties.apply(pid)));
        } catch (BadValueException e) {
            return new BoundValues.Refusal(e.key(), e.reason());
        }
    }

    private AnnotationValues initial(AnnotationShape<?> shape, String pid) {
        try {
            return shape.values(properties.apply(pid));
        } catch (BadValueException e) {
            LOG.warn("{}: {}. Using the defaults.", pid, e.getMessage());
            return shape.values(Map.of());
        }
    }
}
