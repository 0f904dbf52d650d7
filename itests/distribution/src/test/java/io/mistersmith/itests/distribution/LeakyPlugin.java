package io.mistersmith.itests.distribution;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The plugin that leaves behind what it can, in one container; each of its lives has a bundle of its own. */
final class LeakyPlugin {

    /** What it says while it is up: every fault is there. */
    private static final Set<String> FAULTS = Set.of(
            "measured",
            "looping",
            "kept in compute",
            "kept in io",
            "kept in blocking",
            "ticked",
            "published",
            "stored");

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(10);

    private final Container container;
    private long last = -1;

    LeakyPlugin(Container container) {
        this.container = container;
    }

    /** Drops it, and returns when all its faults are met and its meters are seen. */
    void deploy(Path jar) throws IOException, InterruptedException {
        container.deploy(jar);
        await().alias("every fault of the next life, after that of bundle " + last)
                .atMost(LIMIT)
                .pollInterval(POLL)
                .until(() -> diary().entrySet().stream()
                        .anyMatch(
                                life -> life.getKey() > last && life.getValue().containsAll(FAULTS)));
        last = diary().lastKey();
        String scrape = container.scrape("text/plain").body();
        for (String meter : Set.of(
                "leaky_drops_total",
                "leaky_supplied_total",
                "leaky_level_ratio",
                "leaky_ballast_bytes",
                "leaky_pipe_bytes",
                "leaky_drop_bytes",
                "leaky_drop_seconds",
                "operation=\"drop\"")) {
            if (!scrape.contains(meter)) {
                throw new AssertionError(meter + " is not in the scrape:\n" + scrape);
            }
        }
    }

    /** Takes it away, and returns when it is uninstalled. */
    void undeploy(String version) throws IOException {
        Files.delete(container.home().resolve("deploy/leaky-" + version + ".jar"));
        awaitGone(last);
    }

    /** Puts another version in its place, and returns when that is up and the one before is uninstalled. */
    void replaceBy(Path jar) throws IOException, InterruptedException {
        long before = last;
        deploy(jar);
        awaitGone(before);
    }

    private void awaitGone(long bundle) {
        await().alias("bundle " + bundle + " uninstalled")
                .atMost(LIMIT)
                .pollInterval(POLL)
                .until(() -> diary().getOrDefault(bundle, Set.of()).contains("stopped")
                        && !Files.exists(container.home().resolve("data/cache/bundle" + bundle)));
    }

    /** In how many lives this happened. */
    long lives(String what) {
        return diary().values().stream().filter(life -> life.contains(what)).count();
    }

    /** What each life wrote down, by its bundle. */
    private NavigableMap<Long, Set<String>> diary() {
        NavigableMap<Long, Set<String>> lives = new TreeMap<>();
        Path log = container.home().resolve("data/leaky.log");
        String text = Files.exists(log) ? Container.read(log) : "";
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n")) {
            int space = line.indexOf(' ');
            if (space > 0) {
                lives.computeIfAbsent(Long.valueOf(line.substring(0, space)), bundle -> new TreeSet<>())
                        .add(line.substring(space + 1));
            }
        }
        return lives;
    }
}
