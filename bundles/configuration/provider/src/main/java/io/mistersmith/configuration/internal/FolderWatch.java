package io.mistersmith.configuration.internal;

import io.mistersmith.configuration.ConfigurationProblem;
import io.mistersmith.configuration.internal.files.ConfigFolder;
import io.mistersmith.configuration.internal.guard.Delay;
import io.mistersmith.configuration.internal.guard.ProblemList;
import io.mistersmith.configuration.internal.operate.Authors;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Looks at the read-only folder every {@link #POLL}, on the thread of the configuration service, and has what changed taken.
 * An edit is therefore in force within a second.
 */
final class FolderWatch {

    static final Duration POLL = Duration.ofMillis(500);

    /** Until what was found is quiet. */
    private static final Duration SOON = Duration.ofMillis(100);

    private final ConfigFolder folder;
    private final ConfigurationKeeper keeper;
    private final ProblemList problems;
    private final Authors authors;
    private final Delay delay;
    private final Clock clock;

    FolderWatch(
            ConfigFolder folder,
            ConfigurationKeeper keeper,
            ProblemList problems,
            Authors authors,
            Delay delay,
            Clock clock) {
        this.folder = folder;
        this.keeper = keeper;
        this.problems = problems;
        this.authors = authors;
        this.delay = delay;
        this.clock = clock;
    }

    /** Looks once now and then again and again; nothing when there is no folder. */
    void start() {
        if (folder.exists()) {
            look();
        }
    }

    /** Config Admin is there: makes the configurations that only the folder has, and deletes those that it had. */
    void catchUp() {
        if (folder.fault() == null) {
            keeper.madeForFolder().stream()
                    .filter(name -> folder.get(name) == null)
                    .forEach(name -> take(name, false));
        }
        folder.names().forEach(name -> take(name, true));
    }

    /** A configuration was deleted, perhaps with its file in {@code etc}; the folder's stays in force. */
    void deleted(String pid) {
        String name = pid.replaceFirst("~", "-") + ".cfg";
        if (folder.get(name) != null) {
            take(name, true);
        }
    }

    private void look() {
        try {
            folder.look(clock.millis()).forEach(name -> take(name, folder.get(name) != null));
            problems.replace("MS_FRAMEWORK_CONFIG_PATH", faults());
        } finally {
            delay.after(folder.isPending() ? SOON : POLL, this::look);
        }
    }

    private void take(String name, boolean present) {
        authors.asFolder(Path.of(folder.name(), name), () -> keeper.inFolder(name, present));
    }

    private List<ConfigurationProblem> faults() {
        String fault = folder.fault();
        return fault == null
                ? List.of()
                : List.of(new ConfigurationProblem(
                        "",
                        "MS_FRAMEWORK_CONFIG_PATH",
                        0,
                        "",
                        "",
                        folder.name() + (fault.contains(".cfg ") ? "/" : " ") + fault,
                        folder.names().isEmpty()
                                ? "What etc/ says is in force; it is looked at twice a second."
                                : "Its values of before stay; it is looked at twice a second."));
    }
}
