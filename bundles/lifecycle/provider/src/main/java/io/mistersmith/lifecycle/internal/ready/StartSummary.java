package io.mistersmith.lifecycle.internal.ready;

import io.mistersmith.lifecycle.PluginStatus;
import io.mistersmith.lifecycle.SummaryLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The lines that people see when the container is ready: five at most. */
public final class StartSummary {

    private static final int MOST = 5;

    private StartSummary() {}

    /**
     * A line below the first.
     *
     * @param order where it stands among the others
     * @param topic the word it begins with
     */
    public record Line(int order, String topic, String text) {

        /** What a service says; one that throws must not keep the container from being ready. */
        public static Line of(SummaryLine line) {
            try {
                return new Line(line.order(), line.name(), line.text());
            } catch (RuntimeException thrown) {
                return new Line(Integer.MAX_VALUE, "summary", line.getClass().getName() + " threw " + thrown);
            }
        }

        String format() {
            return String.format("%-8s %s", topic, text);
        }
    }

    /** As {@code Mister Smith 0.1.0 READY in 4.9 s   home ./home   pid 4711}, then the others in their order. */
    public static List<String> lines(String version, Duration took, String home, long pid, List<Line> others) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "Mister Smith %s READY in %.1f s   home %s   pid %d",
                version,
                took.toMillis() / 1000.0,
                home,
                pid));
        others.stream()
                .sorted(Comparator.comparingInt(Line::order))
                .limit(MOST - 1)
                .map(Line::format)
                .forEach(lines::add);
        return List.copyOf(lines);
    }

    /**
     * What a start says that waits for somebody to act: {@code Mister Smith 0.1.0 NOT READY   home ./home   pid 4711}, what is
     * missing, and where to look.
     *
     * @param launcher as the user called it
     */
    public static List<String> blocked(String version, String home, long pid, List<String> missing, String launcher) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "Mister Smith %s NOT READY   home %s   pid %d", version, home, pid));
        missing.forEach(one -> lines.add(new Line(0, "missing", one).format()));
        lines.add(new Line(0, "help", "it runs and waits: " + launcher + " shell smith:doctor").format());
        return List.copyOf(lines);
    }

    /**
     * As {@code 0 running, 0 failed. Drop jars into home/deploy}; one that is still starting counts as failed.
     *
     * @param launcher as the user called it
     */
    public static Line plugins(List<PluginStatus> plugins, String folder, String launcher) {
        long running = count(plugins, "running");
        long waiting = count(plugins, "waiting");
        long failed = count(plugins, "failed") + count(plugins, "starting");
        return new Line(
                30,
                "plugins",
                running + " running, " + failed + " failed" + (waiting == 0 ? "" : ", " + waiting + " waiting")
                        + (failed + waiting == 0
                                ? ". Drop jars into " + folder
                                : ". Look: " + launcher + " shell plugin:list"));
    }

    /** Where to read on; the launcher as the user called it. */
    public static Line help(String launcher) {
        return new Line(40, "help", launcher + " shell smith:help");
    }

    private static long count(List<PluginStatus> plugins, String state) {
        return plugins.stream()
                .filter(plugin -> plugin.state().equals(state) || plugin.state().startsWith(state + ", "))
                .count();
    }
}
