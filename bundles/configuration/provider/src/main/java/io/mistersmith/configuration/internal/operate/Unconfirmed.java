package io.mistersmith.configuration.internal.operate;

import io.mistersmith.configuration.internal.files.CfgText;
import io.mistersmith.configuration.internal.guard.Delay;
import io.mistersmith.configuration.internal.history.PendingFile;
import io.mistersmith.configuration.internal.history.PendingFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes that hold only when somebody confirms them in time: else, or when health gets worse twice in a row, the file is as
 * before. What a kill left unconfirmed is taken back at the next start. Thread-safe.
 */
public final class Unconfirmed {

    /** Between two looks at the health. */
    static final Duration LOOK = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Unconfirmed.class);

    private final PendingFiles files;
    private final Changer changer;
    private final Supplier<Map<String, String>> unhealthy;
    private final Delay delay;
    private final Executor slow;
    private final Clock clock;
    private final LongSupplier nanos;
    private final Map<String, Waiting> waiting = new HashMap<>(); // guarded by this

    /** A change, the checks that were unhealthy before it, and whether one more was at the last look. */
    private record Waiting(PendingFile change, Map<String, String> unhealthy, boolean worse, long deadlineNanos) {}

    /**
     * @param unhealthy the checks that are unhealthy now, with what they say
     * @param slow where that is asked
     * @param clock for display
     * @param nanos the time that limits are measured by: a clock that is set meanwhile neither prolongs nor shortens them
     */
    public Unconfirmed(
            PendingFiles files,
            Changer changer,
            Supplier<Map<String, String>> unhealthy,
            Delay delay,
            Executor slow,
            Clock clock,
            LongSupplier nanos) {
        this.files = files;
        this.changer = changer;
        this.unhealthy = unhealthy;
        this.delay = delay;
        this.slow = slow;
        this.clock = clock;
        this.nanos = nanos;
    }

    /** Puts a text in force until it is confirmed, at most this long. */
    public Changer.Changed apply(String pid, Path file, CfgText text, Duration limit)
            throws IOException, InterruptedException {
        Author author = Changer.author("cfg:apply --confirm " + limit.toSeconds() + "s");
        Map<String, String> before = unhealthy.get();
        synchronized (this) {
            if (waiting.containsKey(pid)) {
                throw new RefusedException("A change of " + pid + " waits to be confirmed until "
                        + waiting.get(pid).change().until() + ". Confirm it (cfg:confirm " + pid
                        + ") or wait. Nothing was changed.");
            }
            PendingFile change = new PendingFile(
                    pid,
                    file,
                    author.by(),
                    clock.instant().plus(limit),
                    Files.exists(file) ? Files.readAllBytes(file) : null);
            files.save(change);
            waiting.put(pid, new Waiting(change, before, false, nanos.getAsLong() + limit.toNanos()));
        }
        try {
            Changer.Changed changed = changer.replace(pid, text, author);
            delay.after(LOOK.compareTo(limit) < 0 ? LOOK : limit, () -> slow.execute(() -> look(pid)));
            return changed;
        } catch (IOException | InterruptedException | RuntimeException e) {
            forget(pid);
            throw e;
        }
    }

    /** Lets a change hold; returns its PID. */
    public String confirm(Optional<String> named) {
        synchronized (this) {
            List<String> all = new ArrayList<>(waiting.keySet());
            if (all.isEmpty() || (named.isPresent() && !waiting.containsKey(named.get()))) {
                throw new RefusedException(
                        "No change " + named.map(pid -> "of " + pid + " ").orElse("")
                                + "waits to be confirmed; what was not confirmed in time is taken back (cfg:history).");
            }
            if (named.isEmpty() && all.size() > 1) {
                throw new RefusedException("Several changes wait: " + String.join(", ", all) + ". Say which.");
            }
            String pid = named.orElseGet(() -> all.get(0));
            forget(pid);
            return pid;
        }
    }

    /** Until when a change of each PID waits. */
    public synchronized Map<String, Instant> waiting() {
        Map<String, Instant> until = new HashMap<>();
        waiting.forEach((pid, one) -> until.put(pid, one.change().until()));
        return until;
    }

    private void look(String pid) {
        Waiting one;
        synchronized (this) {
            one = waiting.get(pid);
        }
        if (one == null) {
            return;
        }
        if (one.deadlineNanos() - nanos.getAsLong() <= 0) {
            revert(one.change(), "not confirmed in time");
            return;
        }
        Map<String, String> now = new HashMap<>(unhealthy.get());
        now.keySet().removeAll(one.unhealthy().keySet());
        if (one.worse() && !now.isEmpty()) {
            Map.Entry<String, String> first = now.entrySet().iterator().next();
            revert(one.change(), "health got worse: " + first.getKey() + " (" + first.getValue() + ")");
            return;
        }
        synchronized (this) {
            if (waiting.containsKey(pid)) {
                waiting.put(pid, new Waiting(one.change(), one.unhealthy(), !now.isEmpty(), one.deadlineNanos()));
            }
        }
        Duration left = Duration.ofNanos(one.deadlineNanos() - nanos.getAsLong());
        delay.after(
                left.compareTo(LOOK) < 0 ? left.isNegative() ? Duration.ZERO : left : LOOK,
                () -> slow.execute(() -> look(pid)));
    }

    private void revert(PendingFile change, String reason) {
        synchronized (this) {
            if (!waiting.containsKey(change.pid())) {
                return; // confirmed in this moment
            }
            waiting.remove(change.pid());
        }
        try {
            changer.restore(
                    change.pid(), change.file(), change.before(), new Author("container", "taken back: " + reason));
            files.delete(change.pid());
            LOG.warn("{} is as before the change by {}: {}", change.file(), change.by(), reason);
        } catch (IOException e) {
            LOG.error("{} could not be taken back ({}); the next start does it", change.file(), reason, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void forget(String pid) {
        waiting.remove(pid);
        files.delete(pid);
    }
}
