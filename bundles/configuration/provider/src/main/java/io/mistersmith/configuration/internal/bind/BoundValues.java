package io.mistersmith.configuration.internal.bind;

import io.mistersmith.configuration.Configurations.Listener;
import io.mistersmith.configuration.Configurations.Live;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One binding: the values in force, and who follows them. {@link #offer} is called by one thread at a time. */
final class BoundValues<C> implements Live<C> {

    private static final Logger LOG = LoggerFactory.getLogger(BoundValues.class);

    private final AnnotationShape<C> shape;
    private final Owner owner;
    private final List<Listener<C>> listeners = new CopyOnWriteArrayList<>();
    private volatile Values<C> inForce;
    private volatile boolean due;
    private volatile boolean closed;

    /** Hears what is done with the binding. */
    interface Owner {

        /** Its values are read while others wait for that. */
        void used();

        void closed(BoundValues<?> closed);
    }

    /** The same values as properties and as the annotation. */
    private record Values<C>(AnnotationValues properties, C annotation) {}

    BoundValues(AnnotationShape<C> shape, AnnotationValues values, Owner owner) {
        this.shape = shape;
        this.owner = owner;
        this.inForce = new Values<>(values, shape.view(values));
    }

    AnnotationShape<C> shape() {
        return shape;
    }

    @Override
    public C get() {
        if (due && !closed) {
            owner.used();
        }
        return inForce.annotation();
    }

    @Override
    public Live<C> onChange(Listener<C> listener) {
        listeners.add(listener);
        return this;
    }

    @Override
    public void close() {
        closed = true;
        listeners.clear();
        owner.closed(this);
    }

    /** Whether values wait for these to be read. */
    void due(boolean due) {
        this.due = due;
    }

    /** A listener's refusal. */
    record Refusal(String key, String reason) {}

    /** Puts values in force unless a listener refuses them; then those that took them take the old ones back. */
    @Nullable
    Refusal offer(AnnotationValues offered) {
        Values<C> before = inForce;
        Set<String> keys = before.properties().differences(offered);
        if (closed || keys.isEmpty()) {
            return null;
        }
        Values<C> now = new Values<>(offered, shape.view(offered));
        List<Listener<C>> took = new ArrayList<>();
        for (Listener<C> listener : listeners) {
            try {
                listener.changed(before.annotation(), now.annotation(), keys);
                took.add(listener);
            } catch (Exception | LinkageError e) {
                takeBack(took, now.annotation(), before.annotation(), keys);
                LOG.debug("Refused by {}", listener, e);
                return refusal(keys, e);
            }
        }
        inForce = now;
        return null;
    }

    private void takeBack(List<Listener<C>> took, C now, C before, Set<String> keys) {
        for (Listener<C> listener : took) {
            try {
                listener.changed(now, before, keys);
            } catch (Exception | LinkageError e) {
                LOG.error("{} took new values, but not the old ones back", listener, e);
            }
        }
    }

    private static Refusal refusal(Set<String> keys, Throwable thrown) {
        String message = thrown.getMessage() == null ? thrown.getClass().getName() : thrown.getMessage();
        String key = keys.stream()
                .filter(message::contains)
                .findFirst()
                .orElse(keys.iterator().next());
        return new Refusal(key, "was refused: " + message);
    }
}
