package io.mistersmith.configuration.internal.apply;

import io.mistersmith.configuration.WaitingChange;
import io.mistersmith.configuration.internal.guard.Delay;
import io.mistersmith.configuration.internal.guard.Target;
import io.mistersmith.configuration.internal.guard.Values;
import io.mistersmith.configuration.internal.schema.ApplyStrategy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last stage: when values that were decided take effect. At once, or by {@code apply.strategy} after what is under way
 * ended, or at the next use; until then whoever asks gets the values of before. Where nobody uses a PID yet, at once.
 *
 * <p>Guarded by its monitor; hooks, and whoever redelivers, are called outside it, on the thread of the configuration
 * service.
 */
public final class Applying {

    private static final Logger LOG = LoggerFactory.getLogger("io.mistersmith.configuration");

    private final Map<String, State> states = new HashMap<>();
    private final Users users;
    private final Delay delay;
    private final Consumer<String> redeliver;
    private final Clock clock;

    /** Whoever takes values. */
    public interface Users {

        /** Whether somebody has values of a configuration, or may ask for them at any time. */
        boolean uses(Target target);

        /** Asks all who have work under way to end it. */
        Drain drain(String pid, Set<String> keys);

        /** Hears that values wait for the next use. */
        void staged(String pid);
    }

    /** What is under way comes to its end. */
    public interface Drain {

        CompletionStage<?> done();

        /** Those who have not ended theirs. */
        Collection<String> late();

        /** New work may begin. */
        void resume();
    }

    private static final class State {
        @Nullable
        Map<String, Object> inForce;

        @Nullable
        Waiting waiting;

        boolean released;
    }

    private static final class Waiting {
        final Instant since;
        ApplyStrategy strategy;
        Set<String> keys = Set.of();

        @Nullable
        Drain drain;

        Waiting(Instant since, ApplyStrategy strategy) {
            this.since = since;
            this.strategy = strategy;
        }
    }

    /**
     * @param delay runs work on the thread of the configuration service
     * @param redeliver makes Config Admin hand out a PID's values once more
     */
    public Applying(Users users, Delay delay, Consumer<String> redeliver, Clock clock) {
        this.users = users;
        this.delay = delay;
        this.redeliver = redeliver;
        this.clock = clock;
    }

    /** The properties that are in force when these were decided. */
    public synchronized Map<String, Object> inForce(Target target, Map<String, Object> decided) {
        State state = states.computeIfAbsent(target.pid(), pid -> new State());
        Map<String, Object> before = state.inForce;
        if (before == null || !users.uses(target)) {
            return take(target.pid(), state, decided);
        }
        Set<String> keys = differing(Values.settings(before), Values.settings(decided));
        ApplyStrategy strategy = ApplyStrategy.of(decided);
        if (keys.isEmpty()
                || state.released
                || strategy == ApplyStrategy.IMMEDIATE
                || keys.stream().allMatch(ApplyStrategy::isKey)) {
            return take(target.pid(), state, decided);
        }
        keys.removeIf(ApplyStrategy::isKey);
        stage(target.pid(), state, strategy, keys, ApplyStrategy.timeout(decided));
        return Values.withContainers(before, decided);
    }

    /**
     * Puts values that wait in force now.
     *
     * @return whether any did
     */
    public boolean apply(String pid) {
        return apply(pid, false);
    }

    /** As {@link #apply}, only if they wait for the next use. */
    public boolean use(String pid) {
        return apply(pid, true);
    }

    private synchronized boolean apply(String pid, boolean onlyOnNextUse) {
        State state = states.get(pid);
        Waiting waiting = state == null ? null : state.waiting;
        if (state == null || waiting == null || (onlyOnNextUse && waiting.strategy != ApplyStrategy.ON_NEXT_USE)) {
            return false;
        }
        state.released = true;
        delay.after(Duration.ZERO, () -> redeliver.accept(pid));
        return true;
    }

    /** Whether values of a PID wait for its next use. */
    public synchronized boolean waitsForUse(String pid) {
        State state = states.get(pid);
        return state != null
                && state.waiting != null
                && state.waiting.strategy == ApplyStrategy.ON_NEXT_USE
                && !state.released;
    }

    /** What waits, by PID. */
    public synchronized List<WaitingChange> waiting() {
        List<WaitingChange> all = new ArrayList<>();
        states.forEach((pid, state) -> {
            Waiting waiting = state.waiting;
            if (waiting != null && !state.released) {
                all.add(new WaitingChange(pid, waiting.keys, waiting.strategy.toString(), waiting.since));
            }
        });
        all.sort(Comparator.comparing(WaitingChange::pid));
        return List.copyOf(all);
    }

    /** What is in force for a PID now; empty when nobody asked yet. */
    public synchronized Map<String, Object> current(String pid) {
        State state = states.get(pid);
        return state == null || state.inForce == null ? Map.of() : state.inForce;
    }

    /** Forgets a PID, because its configuration is gone or its values were refused: the next ones take effect at once. */
    public synchronized void forget(String pid) {
        State state = states.remove(pid);
        if (state != null) {
            resume(state);
        }
    }

    /** Who used these PIDs stopped, so nobody is left to wait for. Instances of a factory are meant by its PID too. */
    public void unused(Collection<String> pids) {
        for (WaitingChange change : waiting()) {
            if (pids.contains(change.pid()) || pids.contains(factory(change.pid()))) {
                forget(change.pid());
                delay.after(Duration.ZERO, () -> redeliver.accept(change.pid()));
            }
        }
    }

    /** The PID of the factory whose instance this is; the PID itself when it is none. */
    public static String factory(String pid) {
        int end = pid.indexOf('~');
        return end < 0 ? pid : pid.substring(0, end);
    }

    private Map<String, Object> take(String pid, State state, Map<String, Object> decided) {
        if (state.waiting != null) {
            LOG.debug("{}: nothing waits any more", pid);
        }
        state.inForce = decided;
        state.released = false;
        resume(state);
        return decided;
    }

    private void resume(State state) {
        Waiting waiting = state.waiting;
        Drain drain = waiting == null ? null : waiting.drain;
        state.waiting = null;
        if (drain != null) {
            delay.after(Duration.ZERO, drain::resume);
        }
    }

    private void stage(String pid, State state, ApplyStrategy strategy, Set<String> keys, Duration timeout) {
        Waiting waiting = state.waiting;
        if (waiting == null || waiting.strategy != strategy) {
            Instant since = waiting == null ? clock.instant() : waiting.since;
            resume(state);
            Waiting next = new Waiting(since, strategy);
            state.waiting = next;
            if (strategy == ApplyStrategy.GRACEFUL) {
                delay.after(Duration.ZERO, () -> drain(pid, next, timeout));
            }
            waiting = next;
            LOG.info("{}: {} wait, since apply.strategy is {}", pid, keys, strategy);
        }
        waiting.keys = keys;
        if (strategy == ApplyStrategy.ON_NEXT_USE) {
            delay.after(Duration.ZERO, () -> users.staged(pid));
        }
    }

    private void drain(String pid, Waiting waiting, Duration timeout) {
        Set<String> keys;
        synchronized (this) {
            if (!isWaiting(pid, waiting)) {
                return;
            }
            keys = Set.copyOf(waiting.keys);
        }
        Drain drain = users.drain(pid, keys);
        synchronized (this) {
            if (isWaiting(pid, waiting)) {
                waiting.drain = drain;
            } else {
                delay.after(Duration.ZERO, drain::resume);
                return;
            }
        }
        delay.after(timeout, () -> drained(pid, waiting, drain, timeout));
        drain.done()
                .whenComplete(
                        (done, thrown) -> delay.after(Duration.ZERO, () -> drained(pid, waiting, drain, timeout)));
    }

    private void drained(String pid, Waiting waiting, Drain drain, Duration timeout) {
        synchronized (this) {
            State state = states.get(pid);
            if (state == null || !isWaiting(pid, waiting)) {
                return;
            }
            state.released = true;
        }
        if (!drain.late().isEmpty()) {
            LOG.warn(
                    "{}: {} did not end what is under way within {} ms (apply.timeout.ms); the new values take effect",
                    pid,
                    String.join(", ", drain.late()),
                    timeout.toMillis());
        }
        redeliver.accept(pid);
    }

    private boolean isWaiting(String pid, Waiting waiting) {
        State state = states.get(pid);
        return state != null && waiting.equals(state.waiting) && !state.released;
    }

    private static Set<String> differing(Map<String, Object> before, Map<String, Object> now) {
        Set<String> keys = new HashSet<>(before.keySet());
        keys.addAll(now.keySet());
        keys.removeIf(key -> Objects.equals(before.get(key), now.get(key)));
        return new TreeSet<>(keys);
    }
}
