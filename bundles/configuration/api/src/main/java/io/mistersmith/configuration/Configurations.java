package io.mistersmith.configuration;

import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Typed configuration for whoever is not a DS component. Thread-safe. What a bundle bound ends when it stops.
 */
@ProviderType
public interface Configurations {

    /**
     * The values of a PID as an annotation type, the same that DS injects and metatype describes.
     *
     * @param type an annotation type with {@code @ObjectClassDefinition}
     * @param pid the PID, without an instance
     * @throws IllegalArgumentException if the type is not an annotation type
     */
    <C> Live<C> bind(Class<C> type, String pid);

    /**
     * Begins a new unit of work: values of a PID that wait, because {@code apply.strategy} is {@code on_next_use} or
     * {@code graceful}, take effect now. For a component, which gets them by its {@code @Modified} a moment later;
     * {@link Live#get} does this by itself where the strategy is {@code on_next_use}. Cheap when nothing waits.
     *
     * @param pid the PID; of a factory's instance {@code factory~name}
     * @return whether anything waited
     */
    boolean beginUse(String pid);

    /**
     * Values that follow the .cfg.
     *
     * @param <C> the annotation type
     */
    @ProviderType
    interface Live<C> extends AutoCloseable {

        /**
         * The values in force; immutable, so read them once per decision. Where {@code apply.strategy} is
         * {@code on_next_use} this is the use: values that wait are offered to the listeners, and returned
         * unless one refuses them. While another thread does that, the ones of before are returned.
         */
        C get();

        /**
         * Adds a listener. Listeners are called one at a time, each on a thread of pool {@code blocking} while the service or
         * the caller of {@link #get} waits; on that thread if the pool has none. Returns this.
         */
        Live<C> onChange(Listener<C> listener);

        /** Ends the binding; the last values stay. */
        @Override
        void close();
    }

    /**
     * Follows changes of values that passed the checks of the metatype.
     *
     * @param <C> the annotation type
     */
    @FunctionalInterface
    @ConsumerType
    interface Listener<C> {

        /**
         * Takes the new values. Whatever is thrown refuses the change: the old values stay, listeners that had taken the
         * new ones are called with the old ones again, and the message is shown as the PID's problem. A call that takes longer
         * than 10 s refuses as well, and is interrupted; until it has returned, the listener is not called and refuses.
         *
         * @param before the values in force
         * @param now the values to come
         * @param keys names of the keys that differ
         */
        void changed(C before, C now, Set<String> keys) throws Exception;
    }
}
