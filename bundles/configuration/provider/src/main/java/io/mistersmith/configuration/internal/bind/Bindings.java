package io.mistersmith.configuration.internal.bind;

import io.mistersmith.configuration.Configurations.Live;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All bindings of the container. {@link #changed} is called on the configuration service's thread only, so listeners are
 * called one at a time.
 */
public final class Bindings {

    private static final Logger LOG = LoggerFactory.getLogger(Bindings.class);

    private final List<Bound> all = new CopyOnWriteArrayList<>();
    private final Function<String, Map<String, Object>> properties;
    private final SchemaNaming naming;
    private final Refusals refusals;
    private final Consumer<String> redeliver;

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

    /**
     * @param properties the values of a PID that passed the checks; empty when there are none
     * @param redeliver makes Config Admin hand out a PID's values once more
     */
    public Bindings(
            Function<String, Map<String, Object>> properties,
            SchemaNaming naming,
            Refusals refusals,
            Consumer<String> redeliver) {
        this.properties = properties;
        this.naming = naming;
        this.refusals = refusals;
        this.redeliver = redeliver;
    }

    /** See {@link io.mistersmith.configuration.Configurations#bind}. */
    <C> Live<C> bind(Bundle owner, Class<C> type, String pid) {
        check(type);
        naming.describe(owner, pid, type.getName());
        BoundValues<C> values = new BoundValues<>(
                type,
                initial(type, pid),
                closed -> all.removeIf(bound -> bound.values().equals(closed)));
        all.add(new Bound(owner, pid, values));
        return values;
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
        for (Bound bound : all) {
            if (bound.pid().equals(pid)) {
                offer(pid, bound.values());
            }
        }
    }

    private void offer(String pid, BoundValues<?> values) {
        BoundValues.Refusal refusal;
        try {
            refusal = values.offer(AnnotationValues.of(values.type(), properties.apply(pid)));
        } catch (BadValueException e) {
            refusal = new BoundValues.Refusal(e.key(), e.reason());
        }
        if (refusal != null) {
            refusals.refuse(pid, refusal.key(), refusal.reason());
            // everybody else who took the values gets the old ones back
            redeliver.accept(pid);
        }
    }

    private AnnotationValues initial(Class<?> type, String pid) {
        try {
            return AnnotationValues.of(type, properties.apply(pid));
        } catch (BadValueException e) {
            LOG.warn("{}: {}. Using the defaults.", pid, e.getMessage());
            return AnnotationValues.of(type, Map.of());
        }
    }

    private static void check(Class<?> type) {
        if (!type.isAnnotation()) {
            throw new IllegalArgumentException("'" + type.getName() + "' is not an annotation type");
        }
        for (Method element : type.getDeclaredMethods()) {
            if (element.getParameterCount() == 0 && !Conversions.canHold(element.getReturnType())) {
                throw new IllegalArgumentException("'" + element.getName() + "' of " + type.getName()
                        + " is neither text, number, boolean, enum nor class, nor an array of those");
            }
        }
    }
}
