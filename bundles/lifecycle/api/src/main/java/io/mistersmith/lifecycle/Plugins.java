package io.mistersmith.lifecycle;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** The plugins: bundles that were dropped into {@code deploy/}. Thread-safe. */
@ProviderType
public interface Plugins {

    /** Every plugin by name, and after it the versions of it that could not take over, and the files that were refused. */
    List<PluginStatus> list();

    /** One plugin by name, which is its bundle's symbolic name; the version that runs when there are several. */
    Optional<PluginStatus> find(String name);

    /**
     * Waits until a plugin runs or has failed. As {@link #await(String, String, Duration)} with
     * any version.
     */
    default Optional<PluginStatus> await(String name, Duration timeout) throws InterruptedException {
        return await(name, null, timeout);
    }

    /**
     * Waits until a plugin runs or has failed. A jar that is being copied, or a start that goes on, is waited for; so is a
     * service that one of its components needs. A plugin that lacks a package, a bundle or another capability is waited for
     * only while a jar is being copied or another plugin is starting, which may bring it.
     *
     * @param name its bundle's symbolic name
     * @param version only this version, as {@code 1.1}; null: any
     * @return its state by then; empty if the timeout passed and there is no such plugin
     */
    Optional<PluginStatus> await(String name, @Nullable String version, Duration timeout) throws InterruptedException;

    /** Whether every jar that lies in {@code deploy/} is whole, and every plugin had its turn: none is starting. */
    boolean settled();

    /**
     * Stops and starts a plugin, and waits for it.
     *
     * @throws IllegalArgumentException if there is none of this name; the message lists those there are
     */
    PluginStatus restart(String name, Duration timeout) throws InterruptedException;

    /**
     * Stops a plugin and moves its jar from {@code deploy/} to {@code data/replaced/}.
     *
     * @return where the jar is now, relative to the directory that holds the home
     * @throws IllegalArgumentException if there is none of this name; the message lists those there are
     */
    String remove(String name);
}
