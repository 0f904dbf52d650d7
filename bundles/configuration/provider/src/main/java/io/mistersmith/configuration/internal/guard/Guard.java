package io.mistersmith.configuration.internal.guard;

import io.mistersmith.configuration.ConfigurationProblem;
import io.mistersmith.configuration.internal.files.ConfigFile;
import io.mistersmith.configuration.internal.files.LastGood;
import io.mistersmith.configuration.internal.schema.Attribute;
import io.mistersmith.configuration.internal.schema.Schema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what takes effect when a configuration is read: the values given when all of them are right, else those that were
 * right before, all of them; the environment's on top.
 *
 * <p>Config Admin asks several times per change, from several threads; the same values get the same answer, and a problem
 * is logged once. A file that may be half written (empty, or without a newline at its end) changes nothing; after
 * {@link #HOLD} it is a problem, until it is whole. Guarded by the monitor of the guard; nothing is called back inside it
 * but the problem list.
 */
public final class Guard {

    /** How long a file may be half written before that is a problem. */
    static final Duration HOLD = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

    private final Map<String, State> states = new HashMap<>();
    private final LastGood lastGood;
    private final EnvironmentOverrides environment;
    private final ProblemList problems;
    private final HomeName home;
    private final Delay delay;
    private final Consumer<String> redeliver;

    /** What is known of one PID. */
    private static final class State {
        @Nullable
        Map<String, Object> good;

        @Nullable
        Map<String, Object> before;

        @Nullable
        Map<String, Object> refused;

        @Nullable
        Fault refusal;

        Partial partial = Partial.NO;

        State(@Nullable Map<String, Object> good) {
            this.good = good;
        }
    }

    /** Whether the file looks half written: not, for less than HOLD, for longer, or no more but not read anew yet. */
    private enum Partial {
        NO,
        HELD,
        REFUSED,
        MENDED
    }

    /**
     * @param redeliver makes Config Admin hand out a PID's values once more
     */
    public Guard(
            LastGood lastGood,
            EnvironmentOverrides environment,
            ProblemList problems,
            HomeName home,
            Delay delay,
            Consumer<String> redeliver) {
        this.lastGood = lastGood;
        this.environment = environment;
        this.problems = problems;
        this.home = home;
        this.delay = delay;
        this.redeliver = redeliver;
    }

    /** The properties that take effect when these were given; container keys such as {@code service.pid} are kept. */
    public synchronized Map<String, Object> admit(Target target, Map<String, Object> given) {
        State state = states.computeIfAbsent(target.pid(), pid -> new State(lastGood.load(pid)));
        Map<String, Object> settings = Values.settings(given);
        ConfigFile file = ConfigFile.read(target.file());
        Map<String, Object> inForce = new LinkedHashMap<>();
        List<ConfigurationProblem> found = new ArrayList<>();
        String partial = file.partial();
        if (partial != null) {
            inForce.putAll(hold(target, state, settings));
            if (state.partial == Partial.REFUSED) {
                found.add(new Reports(home, target, file, state.good).partial(partial));
            }
        } else {
            state.partial = Partial.NO;
            inForce.putAll(decide(target, state, settings, file, found));
        }
        Map<String, Object> properties = Checks.properties(target.designate().schema(), inForce);
        override(target, properties, found, new Reports(home, target, file, state.good));
        given.forEach((key, value) -> {
            if (Values.isContainers(key)) {
                properties.put(key, value);
            }
        });
        if (state.partial != Partial.HELD) {
            problems.replace(target.pid(), found);
        }
        return properties;
    }

    /** Takes back the values admitted last, because whoever uses them refused them; the ones before are good again. */
    public synchronized void refuse(Target target, String key, String reason) {
        State state = states.get(target.pid());
        if (state == null || state.good == null) {
            return;
        }
        Object value = state.good.getOrDefault(key, "");
        boolean secret = target.designate()
                .schema()
                .attribute(key)
                .map(Attribute::isSecret)
                .orElse(false);
        state.refusal = new Fault(key, Values.shown(value), reason, secret);
        state.refused = state.good;
        state.good = state.before;
        keep(target, state.good);
        ConfigFile file = ConfigFile.read(target.file());
        problems.replace(target.pid(), List.of(new Reports(home, target, file, state.good).refused(state.refusal)));
    }

    /** Forgets a PID whose configuration was deleted. */
    public synchronized void deleted(String pid) {
        states.remove(pid);
        lastGood.delete(pid);
        problems.replace(pid, List.of());
    }

    /** Drops the problems of a PID that no bundle describes any more; its last good values stay. */
    public synchronized void undescribed(String pid) {
        states.remove(pid);
        problems.replace(pid, List.of());
    }

    private Map<String, Object> decide(
            Target target,
            State state,
            Map<String, Object> settings,
            ConfigFile file,
            List<ConfigurationProblem> found) {
        Schema schema = target.designate().schema();
        List<Fault> faults = new ArrayList<>(Checks.faults(schema, settings));
        boolean refusedBefore = state.refusal != null && settings.equals(state.refused);
        if (refusedBefore && state.refusal != null) {
            faults.add(state.refusal);
        }
        if (faults.isEmpty()) {
            accept(target, state, settings);
        }
        Reports reports = new Reports(home, target, file, state.good);
        faults.forEach(fault -> found.add(reports.refused(fault)));
        if (target.designate().complete()) {
            Checks.unknown(schema, settings).forEach(fault -> found.add(reports.unknown(fault)));
        }
        if (faults.isEmpty()) {
            return settings;
        }
        Map<String, Object> right = new LinkedHashMap<>(refusedBefore ? Map.of() : settings);
        faults.forEach(fault -> right.remove(fault.key()));
        return kept(target, state, right);
    }

    private void accept(Target target, State state, Map<String, Object> settings) {
        if (settings.equals(state.good)) {
            return;
        }
        Set<String> vanished = new TreeSet<>(state.good == null ? Set.of() : state.good.keySet());
        vanished.removeAll(settings.keySet());
        if (!vanished.isEmpty()) {
            LOG.warn(
                    "{} no longer sets {}; their defaults are in force",
                    home.of(target.file(), target.pid()),
                    String.join(", ", vanished));
        }
        state.before = state.good;
        state.good = settings;
        state.refused = null;
        state.refusal = null;
        keep(target, settings);
    }

    /** On disk without secrets, which always come from the file, nor keys that nobody knows, which may be secrets misspelt. */
    private void keep(Target target, @Nullable Map<String, Object> good) {
        if (good == null) {
            lastGood.delete(target.pid());
            return;
        }
        Schema schema = target.designate().schema();
        Map<String, Object> open = new LinkedHashMap<>(good);
        open.keySet()
                .removeIf(key ->
                        schema.attribute(key).map(Attribute::isSecret).orElseGet(() -> !Values.isComponents(key)));
        lastGood.save(target.pid(), open);
    }

    /** The values of before; a secret that is not known any more comes from the file, as do all values without any before. */
    private static Map<String, Object> kept(Target target, State state, Map<String, Object> right) {
        if (state.good == null) {
            return right;
        }
        Map<String, Object> kept = new LinkedHashMap<>(state.good);
        for (String secret : secrets(target)) {
            Object value = right.get(secret);
            if (value != null) {
                kept.putIfAbsent(secret, value);
            }
        }
        return kept;
    }

    private static List<String> secrets(Target target) {
        return target.designate().schema().attributes().stream()
                .filter(Attribute::isSecret)
                .map(Attribute::id)
                .toList();
    }

    private void override(
            Target target, Map<String, Object> properties, List<ConfigurationProblem> found, Reports reports) {
        for (EnvironmentOverrides.Variable variable : environment.of(target)) {
            Attribute attribute = variable.attribute();
            String reason = Checks.faultOf(attribute, variable.value());
            if (reason == null) {
                properties.put(attribute.id(), Checks.property(attribute, variable.value()));
            } else {
                Fault fault = new Fault(attribute.id(), Values.shown(variable.value()), reason, attribute.isSecret());
                found.add(reports.override(variable.name(), fault));
            }
        }
    }

    private Map<String, Object> hold(Target target, State state, Map<String, Object> settings) {
        if (state.partial == Partial.NO) {
            state.partial = Partial.HELD;
            delay.after(HOLD, () -> lookAgain(target));
        } else if (state.partial == Partial.MENDED) {
            state.partial = Partial.REFUSED;
        }
        return state.good == null ? Map.of() : kept(target, state, settings);
    }

    /**
     * Looks at a file that was half written, until it is whole. File Install hands over a change of content only, and a
     * newline is none to it; so a file that stays whole for one more period is asked for.
     */
    private void lookAgain(Target target) {
        boolean whole;
        synchronized (this) {
            State state = states.get(target.pid());
            if (state == null || state.partial == Partial.NO) {
                return;
            }
            ConfigFile file = ConfigFile.read(target.file());
            String partial = file.partial();
            whole = partial == null && state.partial == Partial.MENDED;
            if (partial == null) {
                state.partial = Partial.MENDED;
            } else {
                state.partial = Partial.REFUSED;
                problems.replace(target.pid(), List.of(new Reports(home, target, file, state.good).partial(partial)));
            }
        }
        if (whole) {
            redeliver.accept(target.pid());
        } else {
            delay.after(HOLD, () -> lookAgain(target));
        }
    }
}
