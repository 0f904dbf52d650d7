package io.mistersmith.configuration.internal.guard;

import io.mistersmith.configuration.ConfigurationProblem;
import io.mistersmith.configuration.ConfigurationProblems;
import io.mistersmith.configuration.WaitingChange;
import io.mistersmith.configuration.internal.files.Edits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The problems of this moment. Each new one is logged once; one that is mended is logged as mended. Thread-safe. */
public final class ProblemList implements ConfigurationProblems {

    private static final Logger LOG = LoggerFactory.getLogger("io.mistersmith.configuration");
    private static final Comparator<ConfigurationProblem> ORDER = Comparator.comparing(ConfigurationProblem::file)
            .thenComparing(ConfigurationProblem::line)
            .thenComparing(ConfigurationProblem::key);

    private final Map<String, List<ConfigurationProblem>> byPid = new HashMap<>();
    private final Supplier<List<ConfigurationProblem>> more;
    private final Edits edits;
    private volatile Supplier<List<WaitingChange>> waiting = List::of;
    private Consumer<ConfigurationProblem> rejected = problem -> {}; // guarded by this

    /** With problems that are found only when asked for. */
    public ProblemList(Supplier<List<ConfigurationProblem>> more, Edits edits) {
        this.more = more;
        this.edits = edits;
    }

    /** Tells of each new problem that is more than a warning, from now on; must not take long. */
    public synchronized void onRejected(Consumer<ConfigurationProblem> listener) {
        rejected = listener;
    }

    /** Puts these problems in the place of those that the PID had. */
    public synchronized void replace(String pid, List<ConfigurationProblem> now) {
        List<ConfigurationProblem> before = now.isEmpty() ? byPid.remove(pid) : byPid.put(pid, List.copyOf(now));
        for (ConfigurationProblem problem : now) {
            if (before == null || !before.contains(problem)) {
                LOG.warn("{}", problem.message());
                if (problem.refused()) {
                    rejected.accept(problem);
                }
            }
        }
        if (before != null && now.isEmpty()) {
            LOG.info("{} has no problems any more", pid);
        }
    }

    /** Tells where to ask for what waits. */
    public void waiting(Supplier<List<WaitingChange>> changes) {
        waiting = changes;
    }

    @Override
    public List<WaitingChange> waiting() {
        return waiting.get();
    }

    @Override
    public List<ConfigurationProblem> settled(Duration timeout) throws InterruptedException {
        edits.await(timeout);
        return list();
    }

    @Override
    public List<ConfigurationProblem> list() {
        List<ConfigurationProblem> all = new ArrayList<>(more.get());
        synchronized (this) {
            byPid.values().forEach(all::addAll);
        }
        all.sort(ORDER);
        return List.copyOf(all);
    }
}
