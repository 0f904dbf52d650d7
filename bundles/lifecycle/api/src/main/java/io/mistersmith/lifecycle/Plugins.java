package io.mistersmith.lifecycle;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The plugins: bundles that were dropped into {@code deploy/}. Thread-safe. */
@ProviderType
public interface Plugins {

    /** Every plugin, by name. */
    List<PluginStatus> list();

    /** One plugin by name, which is its bundle's symbolic name. */
    Optional<PluginStatus> find(String name);

    /**
     * Waits until a plugin runs or has failed.
     *
     * @return its state by then; empty if the timeout passed and there is no plugin of this name
     */
    Optional<PluginStatus> await(String name, Duration timeout) throws InterruptedException;

    /**
     * Stops and starts a plugin, and waits for it.
     *
     * @throws IllegalArgumentException if there is none of this name; the message lists those there are
     */
    PluginStatus restart(String name, Duration timeout) throws InterruptedException;

    /**
     * Stops a plugin and takes its jar out of {@code deploy/}.
     *
     * @return where the jar is now, relative to the home
     * @throws IllegalArgumentException if there is none of this name; the message lists those there are
     */
    String remove(String name);
}
