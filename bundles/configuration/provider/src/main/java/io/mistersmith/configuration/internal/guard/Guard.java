package io.mistersmith.configuration.internal.guard;

import io.mistersmith.configuration.ConfigurationProblem;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what takes effect when a configuration is read: the values given when all of them are right, else those that were
 * right before, all of them; the environment's on top. It stands between {@link Layers}, which puts the values together, and
 * what decides when they take effect.
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

    private final Map<String, Known> all = new HashMap<>();
    private final LastGood lastGood;
    private final Layers layers;
    private final EnvironmentOverrides environment;
    private final ProblemList problems;
    private final Ruling ruling;
    private final Delay delay;
    private final Consumer<String> redeliver;

    /**
     * @param redeliver makes Config Admin hand out a PID's values once more
     */
    public Guard(
            LastGood lastGood,
            Layers layers,
            EnvironmentOverrides environment,
            ProblemList problems,
            Delay delay,
            Consumer<String> redeliver) {
        this.lastGood = lastGood;
        this.layers = layers;
        this.environment = environment;
        this.ruling = new Ruling(environment, layers);
        this.problems = problems;
        this.delay = delay;
        this.redeliver = redeliver;
    }

    /** The properties that take effect when these were given; container keys such as {@code service.pid} are kept. */
    public synchronized Map<String, Object> admit(Target target, Map<String, Object> given) {
        Known known = all.computeIfAbsent(target.pid(), pid -> new Known(pid, lastGood));
        known.secrets.addAll(Values.secrets(given));
        Map<String, Object> settings = Values.settings(given);
        Sources sources = layers.sources(target);
        List<ConfigurationProblem> found = new ArrayList<>();
        Map<String, Object> inForce;
        Sources.Half half = sources.half();
        List<Sources.Placed> wrong = layers.faults(target, sources);
        if (!wrong.isEmpty()) {
            known.partial = Known.Partial.NO;
            inForce = withoutText(target, known, settings, sources, wrong, found);
        } else if (half != null) {
            inForce = hold(target, known, settings);
            if (known.partial == Known.Partial.REFUSED) {
                found.add(new Reports(target, sources, known.good).partial(half));
            }
        } else {
            known.partial = Known.Partial.NO;
            inForce = decide(target, known, settings, sources, found);
        }
        Map<String, Object> properties = Checks.properties(target.designate().schema(), inForce);
        override(target, properties, found, new Reports(target, sources, known.good));
        known.given = settings;
        known.answered = Values.settings(properties);
        given.forEach((key, value) -> {
            if (Values.isContainers(key)) {
                properties.put(key, value);
            }
        });
        if (known.partial != Known.Partial.HELD) {
            problems.replace(target.pid(), found);
        }
        return properties;
    }

    /** Takes back the values admitted last, because whoever uses them refused them; the ones before are good again. */
    public synchronized void refuse(Target target, String key, String reason) {
        Known known = all.get(target.pid());
        if (known == null || known.good == null) {
            return;
        }
        Object value = known.good.getOrDefault(key, "");
        Fault fault = new Fault(key, Values.shown(value), reason, known.isSecret(target, key));
        known.refuse(target, fault);
        problems.replace(target.pid(), List.of(new Reports(target, layers.sources(target), known.good).refused(fault)));
    }

    /** Forgets a PID whose configuration was deleted. */
    public synchronized void deleted(String pid) {
        all.remove(pid);
        lastGood.delete(pid);
        problems.replace(pid, List.of());
    }

    /** Drops the problems of a PID that no bundle describes any more; its last good values stay. */
    public synchronized void undescribed(String pid) {
        all.remove(pid);
        problems.replace(pid, List.of());
    }

    /**
     * Tells of each key that is described or set what its value is and where it comes from.
     *
     * @param inForce what is in force, when that is not what was answered last; then the latter waits
     */
    public synchronized List<Explained> explain(Target target, Map<String, Object> inForce) {
        Known known = all.getOrDefault(target.pid(), new Known(target.pid(), lastGood));
        Map<String, Object> used = inForce.isEmpty() ? known.answered : Values.settings(inForce);
        Sources sources = layers.sources(target);
        Map<String, String> variables = new HashMap<>();
        environment.of(target).forEach(v -> variables.put(v.attribute().id(), v.name()));
        return new Explanation(target, sources, variables, known.given, known.secrets).of(used, known.answered);
    }

    private Map<String, Object> decide(
            Target target,
            Known known,
            Map<String, Object> settings,
            Sources sources,
            List<ConfigurationProblem> found) {
        Schema schema = target.designate().schema();
        List<Fault> faults = Checks.all(target.designate(), settings);
        Fault refusal = settings.equals(known.refused) ? known.refusal : null;
        if (refusal != null) {
            faults.add(refusal);
        } else if (faults.isEmpty()) {
            faults.addAll(ruling.faults(target, known, settings));
        }
        faults.replaceAll(fault -> fault.hiddenIf(known.secrets.contains(fault.key())));
        if (!faults.isEmpty() && refusal == null) {
            known.drop(target, settings);
        }
        if (faults.isEmpty()) {
            Set<String> vanished = new TreeSet<>(known.accept(target, settings));
            if (!vanished.isEmpty()) {
                LOG.warn(
                        "{} no longer sets {}; their defaults are in force",
                        sources.name(),
                        String.join(", ", vanished));
            }
        }
        Reports reports = new Reports(target, sources, known.good);
        faults.forEach(fault -> found.add(reports.refused(fault)));
        if (target.designate().complete()) {
            Checks.unknown(schema, settings).forEach(fault -> found.add(reports.unknown(fault)));
            layers.duplicates(sources).forEach(placed -> found.add(reports.duplicate(placed)));
        }
        if (faults.isEmpty()) {
            return settings;
        }
        Map<String, Object> right = new LinkedHashMap<>(refusal == null ? settings : Map.of());
        faults.forEach(fault -> right.remove(fault.key()));
        return known.kept(target, right);
    }

    /** The text itself is refused, so nothing new of it is taken; without values of before, what of it can be no harm. */
    private static Map<String, Object> withoutText(
            Target target,
            Known known,
            Map<String, Object> settings,
            Sources sources,
            List<Sources.Placed> wrong,
            List<ConfigurationProblem> found) {
        Schema schema = target.designate().schema();
        Reports reports = new Reports(target, sources, known.good);
        wrong.forEach(placed -> found.add(reports.text(placed)));
        boolean whole = wrong.stream().anyMatch(placed -> placed.fault().key().isEmpty());
        Map<String, Object> right = new LinkedHashMap<>(whole ? Map.of() : settings);
        wrong.forEach(placed -> right.remove(placed.fault().key()));
        Checks.faults(schema, right).forEach(fault -> right.remove(fault.key()));
        return known.kept(target, right);
    }

    /** Asks these from now on. */
    public void rules(Rules now) {
        ruling.rules(now);
    }

    /** What this would say of a text that is in no file yet. */
    public Preview preview(Preview.Placeholders placeholders) {
        return new Preview(layers, ruling, placeholders);
    }

    /** Has the values of these PIDs, of factories all instances', checked by the validators that there are now. */
    public void recheck(Set<String> pids) {
        List<String> changed = new ArrayList<>();
        synchronized (this) {
            all.forEach((pid, known) -> {
                if (ruling.isOther(known, pids)) {
                    changed.add(pid);
                }
            });
        }
        changed.forEach(redeliver);
    }

    /** Tells of a file that nobody is going to read, since its text is wrong; whether that is so. */
    public synchronized boolean judge(Target target) {
        Known known = all.computeIfAbsent(target.pid(), pid -> new Known(pid, lastGood));
        Sources sources = layers.sources(target);
        List<Sources.Placed> wrong = layers.faults(target, sources);
        if (wrong.isEmpty()) {
            return false;
        }
        Reports reports = new Reports(target, sources, known.good);
        problems.replace(target.pid(), wrong.stream().map(reports::text).toList());
        return true;
    }

    /** Whether there are values that were right before, perhaps in an earlier run. */
    public synchronized boolean hasGood(String pid) {
        return all.computeIfAbsent(pid, one -> new Known(one, lastGood)).good != null;
    }

    /** Drops what {@link #judge} told of a file that is right by now. */
    public synchronized void mended(Target target) {
        if (layers.faults(target, layers.sources(target)).isEmpty()) {
            problems.replace(target.pid(), List.of());
        }
    }

    /** The environment wins over files, and what a program set since wins over the environment. */
    private void override(
            Target target, Map<String, Object> properties, List<ConfigurationProblem> found, Reports reports) {
        for (EnvironmentOverrides.Variable variable : environment.of(target)) {
            Attribute attribute = variable.attribute();
            String reason = Checks.faultOf(attribute, variable.value());
            if (reason != null) {
                Fault fault = new Fault(attribute.id(), Values.shown(variable.value()), reason, attribute.isSecret());
                found.add(reports.override(variable.name(), fault));
            } else if (!layers.isRunTime(target.pid(), attribute.id())) {
                properties.put(attribute.id(), Checks.property(attribute, variable.value()));
            }
        }
    }

    private Map<String, Object> hold(Target target, Known known, Map<String, Object> settings) {
        if (known.partial == Known.Partial.NO) {
            known.partial = Known.Partial.HELD;
            delay.after(HOLD, () -> lookAgain(target));
        } else if (known.partial == Known.Partial.MENDED) {
            known.partial = Known.Partial.REFUSED;
        }
        return known.good == null ? Map.of() : known.kept(target, settings);
    }

    /**
     * Looks at a file that was half written, until it is whole. File Install hands over a change of content only, and a
     * newline is none to it; so a file that stays whole for one more period is asked for.
     */
    private void lookAgain(Target target) {
        boolean whole;
        synchronized (this) {
            Known known = all.get(target.pid());
            if (known == null || known.partial == Known.Partial.NO) {
                return;
            }
            Sources sources = layers.sources(target);
            Sources.Half half = sources.half();
            whole = half == null && known.partial == Known.Partial.MENDED;
            if (half == null) {
                known.partial = Known.Partial.MENDED;
            } else {
                known.partial = Known.Partial.REFUSED;
                problems.replace(target.pid(), List.of(new Reports(target, sources, known.good).partial(half)));
            }
        }
        if (whole) {
            redeliver.accept(target.pid());
        } else {
            delay.after(HOLD, () -> lookAgain(target));
        }
    }
}
