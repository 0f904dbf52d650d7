package io.mistersmith.configuration.internal.bind;

import io.mistersmith.configuration.Configurations.Listener;
import io.mistersmith.configuration.Configurations.Live;
import io.mistersmith.plugincode.support.PluginCalls;
import io.mistersmith.plugincode.support.PluginCode;
import io.mistersmith.plugincode.support.PluginFailure;
import io.mistersmith.plugincode.support.ReadThrowable;
import java.time.Duration;
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
    private final String bundle;
    private final PluginCalls guard;
    private final Duration limit;
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

    BoundValues(
            AnnotationShape<C> shape,
            AnnotationValues values,
            Owner owner,
            String bundle,
            PluginCalls guard,
            Duration limit) {
        this.limit = limit;
        this.bundle = bundle;
        this.guard = guard;
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
            PluginFailure failure = tell(listener, before.annotation(), now.annotation(), keys);
            if (failure != null) {
                takeBack(took, now.annotation(), before.annotation(), keys);
                LOG.debug("Refused by {}", failure.code(), failure.loggable());
                return refusal(keys, failure);
            }
            took.add(listener);
        }
        inForce = now;
        return null;
    }

    private void takeBack(List<Listener<C>> took, C now, C before, Set<String> keys) {
        for (Listener<C> listener : took) {
            PluginFailure failure = tell(listener, now, before, keys);
            if (failure != null) {
                LOG.error("Took new values, but not the old ones back: {}", failure, failure.loggable());
            }
        }
    }

    private @Nullable PluginFailure tell(Listener<C> listener, C from, C to, Set<String> keys) {
        return guard.callAlways(PluginCode.of(bundle, listener), limit, () -> {
                    listener.changed(from, to, keys);
                    return null;
                })
                .failure();
    }

    private static Refusal refusal(Set<String> keys, PluginFailure failure) {
        ReadThrowable thrown = failure.thrown();
        String text = thrown == null ? failure.toString() : thrown.message();
        String message = text == null ? failure.toString() : text;
        String key = keys.stream()
                .filter(message::contains)
                .findFirst()
                .orElse(keys.iterator().next());
        return new Refusal(key, "was refused: " + message);
    }
}
