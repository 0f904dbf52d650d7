package io.mistersmith.lifecycle.internal.deploy;

import java.util.List;
import java.util.Optional;

/** What deployment asks of the framework. Bundles go by their id. Methods may block; they are called on pool threads. */
public interface PluginHost {

    /**
     * Installs a jar, or updates its bundle when one of this name and version is there with other content. Starts nothing.
     *
     * @return the bundle's id
     */
    long install(PluginJar jar) throws Exception;

    /** What keeps it from being resolved, with what to do, as {@code needs package …}; empty when it is resolved. */
    Optional<String> missing(long bundle);

    /** Starts it for as long as the container runs; returns when its activator and its components have returned. */
    void start(long bundle) throws Exception;

    /** Stops it, if it runs. */
    void stop(long bundle) throws Exception;

    /** Uninstalls it, if it is there; who uses its packages is wired anew. */
    void uninstall(long bundle) throws Exception;

    /** How it is. Quick. */
    Condition condition(long bundle);

    /** What it brings, as {@code 1 handler, commands orders:*}. Quick. */
    String summary(long bundle);

    /** The subscriptions of a plugin. */
    Traffic traffic(String plugin);

    /** Bundles of the folder that an earlier run left; their jar tells which file and version they came from. */
    List<Installed> installed();

    /**
     * A bundle of the folder.
     *
     * @param id the bundle
     * @param jar its file, stamp, name and version when it was installed
     */
    record Installed(long id, PluginJar jar) {}
}
