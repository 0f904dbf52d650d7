package io.mistersmith.health.internal.report;

import io.mistersmith.configuration.ConfigurationProblem;
import io.mistersmith.eventbus.SubscriptionStatus;
import io.mistersmith.eventstore.DeadLetter;
import io.mistersmith.health.internal.CheckView;
import io.mistersmith.health.internal.Health;
import io.mistersmith.health.internal.HealthCore;
import io.mistersmith.lifecycle.PluginStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says what is wrong, why, and what to do next. Knows nothing but what it is shown. */
public final class Doctor {

    private static final Map<String, String> NEXT = Map.of(
            "framework", "Wait; when it stays so, log:display shows what does not start.",
            "disk",
                    "Make room: data/replaced/, data/dumps/ and old files of log/ may go. Or move the home to a larger disk.",
            "deadlocks", "smith:dump keeps the stacks, then restart the container: nothing else ends a deadlock.",
            "memory", "smith:dump, then look for what grows; give the JVM more by MS_JAVA_OPTS=-Xmx….",
            "cpu", "thread:stacks compute and thread:stacks blocking show what runs.",
            "threads.use", "thread:stacks POOL shows what they do; thread:resize POOL SIZE gives it more.",
            "queues.use", "bus:subscriptions and thread:list show which; make its handler faster, or its size larger.",
            "connections.use", "Look for who holds them long; or make the pool larger.",
            "plugins", "plugin:list shows which; plugin:why NAME shows why.",
            "store", "Do what the cause says; store:info shows the figures, store:verify what is damaged.");

    private Doctor() {}

    /** What is wrong, the most urgent first; empty when all is well. */
    public static List<Diagnosis> examine(Patient patient) {
        List<Diagnosis> found = new ArrayList<>();
        patient.checks().stream()
                .filter(check -> check.status() == Health.UNHEALTHY || check.status() == Health.UNKNOWN)
                .map(Doctor::of)
                .forEach(found::add);
        if (found.isEmpty()) {
            patient.missing().stream()
                    .map(line -> new Diagnosis(
                            "not ready", line, "Wait; when it stays so, log:display shows what does not start."))
                    .forEach(found::add);
        }
        patient.settings().stream().map(Doctor::of).forEach(found::add);
        patient.plugins().stream()
                .filter(plugin -> plugin.failed() || !plugin.problem().isEmpty())
                .map(Doctor::of)
                .forEach(found::add);
        found.addAll(letters(patient.letters()));
        patient.subscriptions().stream()
                .filter(one -> !one.problem().isEmpty())
                .map(Doctor::of)
                .forEach(found::add);
        patient.checks().stream()
                .filter(check ->
                        check.status() == Health.DEGRADED && !check.name().equals(HealthCore.SETTINGS))
                .map(Doctor::of)
                .forEach(found::add);
        return found;
    }

    private static Diagnosis of(CheckView check) {
        String next = check.tags().contains("components")
                ? "bundle:list shows which provider is not active, log:display why."
                : NEXT.getOrDefault(
                        check.name(), "It is a check of bundle " + check.bundle() + ": ask there, or plugin:why it.");
        return new Diagnosis(
                "check " + check.name() + " is " + check.status(),
                check.message(),
                check.status() == Health.UNKNOWN ? nextOfUnknown(check) : next);
    }

    private static String nextOfUnknown(CheckView check) {
        String message = check.message();
        String bundle = "bundle " + check.bundle() + ".";
        if (message.startsWith("no answer for ")) {
            return "It hangs: thread:stacks io and a smith:dump show where. It ends with its plugin, " + bundle;
        }
        if (message.startsWith("no thread for ")) {
            return "thread:stacks io shows what holds the threads; mend that, or raise check.threads.";
        }
        if (message.startsWith("threw ")) {
            return "It threw: log:display shows the stack; " + bundle;
        }
        if (message.startsWith("hc.")) {
            return "Mend this property of its service; " + bundle;
        }
        return "It could not tell: ask " + bundle;
    }

    private static Diagnosis of(ConfigurationProblem problem) {
        String where = problem.file() + (problem.line() > 0 ? ":" + problem.line() : "");
        String what = problem.key().isEmpty() ? "" : " " + problem.key() + "=" + problem.value();
        return new Diagnosis(
                (problem.refused() ? "setting refused: " : "setting without effect: ") + where + what,
                problem.reason() + ". " + problem.inForce(),
                problem.line() > 0
                        ? "Mend the line and save; cfg:problems tells when it is right."
                        : "Set it right; cfg:problems tells when it is.");
    }

    private static Diagnosis of(PluginStatus plugin) {
        String cause = plugin.problem().isEmpty() ? "no reason is known" : plugin.problem();
        return new Diagnosis(
                "plugin " + plugin.name() + " " + plugin.version() + " is " + plugin.state(),
                cause,
                "plugin:why " + plugin.name() + " shows the stack and what it lacks.");
    }

    private static Diagnosis of(SubscriptionStatus one) {
        return new Diagnosis(
                "subscription " + one.name() + " is " + one.state(),
                one.problem(),
                "bus:subscriptions shows its figures; bundle " + one.bundle() + ".");
    }

    private static List<Diagnosis> letters(List<DeadLetter> letters) {
        Map<String, List<DeadLetter>> byConsumer = new LinkedHashMap<>();
        letters.forEach(letter -> byConsumer
                .computeIfAbsent(letter.consumer(), name -> new ArrayList<>())
                .add(letter));
        List<Diagnosis> found = new ArrayList<>();
        byConsumer.forEach((consumer, list) -> {
            DeadLetter first = list.get(0);
            found.add(new Diagnosis(
                    list.size() + (list.size() == 1 ? " dead letter of " : " dead letters of ") + consumer,
                    first.cause(),
                    "dlq:show " + consumer + " " + first.position()
                            + " shows the stack; mend its handler, then dlq:redrive " + consumer + "."));
        });
        return found;
    }
}
