package io.mistersmith.lifecycle.shell;

import io.mistersmith.lifecycle.PluginStatus;
import io.mistersmith.shell.support.Rows;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How plugins are shown, and which answers are failures. */
final class Answers {

    private Answers() {}

    static Rows rows(List<PluginStatus> plugins) {
        Rows rows = new Rows("name", "version", "state", "startMillis", "summary", "problem");
        plugins.forEach(plugin -> rows.add(
                plugin.name(),
                plugin.version(),
                plugin.state(),
                plugin.startMillis(),
                plugin.summary(),
                plugin.problem()));
        return rows;
    }

    static Rows full(PluginStatus plugin) {
        return full(List.of(plugin));
    }

    static Rows full(List<PluginStatus> plugins) {
        Rows rows = new Rows("name", "version", "state", "startMillis", "summary", "replaced", "problem", "details");
        plugins.forEach(plugin -> rows.add(
                plugin.name(),
                plugin.version(),
                plugin.state(),
                plugin.startMillis(),
                plugin.summary(),
                plugin.replaced(),
                plugin.problem(),
                plugin.details()));
        return rows;
    }

    /**
     * What a wait ended with, as {@code orders 1.0 running after 0.4 s: 1 handler} or {@code orders 1.0 -> 1.1 in 0.5 s: …}.
     *
     * @throws IllegalStateException if it does not run; the message says why, and what to do
     */
    static String ended(String name, Optional<PluginStatus> status, int seconds) {
        if (status.isEmpty()) {
            throw new IllegalStateException(
                    "No plugin " + name + " after " + seconds + " s. plugin:list shows those there are.");
        }
        PluginStatus plugin = status.get();
        if (!plugin.running()) {
            throw new IllegalStateException(
                    plugin.problem().isEmpty()
                            ? plugin.name() + " " + plugin.version() + " is " + plugin.state() + " after " + seconds
                                    + " s. plugin:why " + plugin.name() + " shows more."
                            : plugin.problem());
        }
        return plugin.replaced().isEmpty()
                ? String.format(
                        Locale.ROOT,
                        "%s %s running after %.1f s: %s",
                        plugin.name(),
                        plugin.version(),
                        plugin.startMillis() / 1000.0,
                        plugin.summary())
                : plugin.replaced();
    }

    static PluginStatus known(String name, Optional<PluginStatus> status) {
        return status.orElseThrow(
                () -> new IllegalArgumentException("No plugin " + name + ". plugin:list shows those there are."));
    }
}
