package io.mistersmith.lifecycle.internal.deploy;

import io.mistersmith.lifecycle.PluginStatus;
import io.mistersmith.lifecycle.Plugins;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What people ask and tell of plugins, by name. */
public final class PluginDesk implements Plugins {

    private static final long LOOK_MILLIS = 50;
    private static final Duration REMOVE = Duration.ofSeconds(35);

    private final Deployment deployment;
    private final Function<Path, String> place;

    /**
     * For the plugins of one deployment.
     *
     * @param place where a file is, for people
     */
    public PluginDesk(Deployment deployment, Function<Path, String> place) {
        this.deployment = deployment;
        this.place = place;
    }

    @Override
    public List<PluginStatus> list() {
        return deployment.list();
    }

    @Override
    public Optional<PluginStatus> find(String name) {
        return named(list(), name, null);
    }

    @Override
    public Optional<PluginStatus> await(String name, @Nullable String version, Duration timeout)
            throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        // what was dropped before the call is seen by a scan that begins after it
        deployment.awaitScans(2, deadline);
        while (true) {
            Optional<PluginStatus> status = highest(name, version);
            boolean decided = status.filter(one -> one.running() || one.degraded() || one.failed())
                    .isPresent();
            if ((decided && !deployment.moving(name)) || System.nanoTime() - deadline >= 0) {
                return status;
            }
            if (lacksForGood(status)) {
                deployment.awaitScans(1, deadline); // events of bundles come late, and so do jars
                if (lacksForGood(status)) {
                    return status;
                }
            }
            deployment.awaitChange(LOOK_MILLIS);
        }
    }

    /** Whether it lacks something, and nothing is on its way that may bring it. */
    private boolean lacksForGood(Optional<PluginStatus> status) {
        return deployment.settled()
                && status.filter(one -> deployment.lacks(one.name(), one.version()))
                        .isPresent();
    }

    @Override
    public boolean settled() {
        return deployment.settled();
    }

    @Override
    public PluginStatus restart(String name, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!deployment.restart(name)) {
            if (System.nanoTime() - deadline >= 0) {
                throw new IllegalStateException(
                        name + " is busy: a start or stop of it goes on. plugin:why " + name + " shows more.");
            }
            known(name);
            deployment.awaitChange(LOOK_MILLIS);
        }
        return await(name, null, Duration.ofNanos(Math.max(1, deadline - System.nanoTime())))
                .orElseThrow(() -> unknown(name));
    }

    @Override
    public String remove(String name) {
        known(name);
        try {
            Path now = deployment.remove(name, System.nanoTime() + REMOVE.toNanos());
            if (now == null) {
                throw new IllegalStateException(
                        name + " is busy, or does not stop. plugin:why " + name + " shows more.");
            }
            return place.apply(now);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while " + name + " was being removed", stopped);
        } catch (IOException refused) {
            throw new IllegalStateException("Cannot move the jar of " + name + ": " + refused.getMessage(), refused);
        }
    }

    private PluginStatus known(String name) {
        return find(name).orElseThrow(() -> unknown(name));
    }

    private IllegalArgumentException unknown(String name) {
        List<String> names = list().stream().map(PluginStatus::name).distinct().toList();
        return new IllegalArgumentException("No plugin \"" + name + "\". "
                + (names.isEmpty()
                        ? "There is none: drop a jar into deploy/."
                        : "There is " + String.join(", ", names) + "."));
    }

    /** The version that was dropped last counts, not the one that goes on running beside it. */
    private Optional<PluginStatus> highest(String name, @Nullable String version) {
        List<PluginStatus> rows = list();
        return version == null
                ? deployment
                        .highestVersion(name)
                        .flatMap(highest -> named(rows, name, highest))
                        .or(() -> named(rows, name, null))
                : named(rows, name, version);
    }

    private static Optional<PluginStatus> named(List<PluginStatus> rows, String name, @Nullable String version) {
        return rows.stream()
                .filter(row -> row.name().equals(name)
                        && (version == null || row.version().equals(version)))
                .findFirst();
    }
}
