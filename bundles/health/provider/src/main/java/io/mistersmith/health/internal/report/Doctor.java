package io.mistersmith.health.internal.report;

import io.mistersmith.configuration.ConfigurationProblem;
import io.mistersmith.eventbus.SubscriptionStatus;
import io.mistersmith.eventstore.DeadLetter;
import io.mistersmith.health.internal.CheckView;
import io.mistersmith.health.internal.Health;
import io.mistersmith.health.internal.HealthCore;
import io.mistersmith.lifecycle.PluginStatus;
import io.mistersmith.sourcing.ProjectionStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Says what is wrong, why, and what to do next. Knows nothing but what it is shown. */
public final class Doctor {

    private static final Map<String, String> NEXT = Map.ofEntries(
            Map.entry("framework", "Wait; when it stays so, log:display shows what does not start."),
            Map.entry(
                    "disk",
                    "Make room: data/replaced/, data/dumps/ and old files of log/ may go. Or move the home to a larger"
                            + " disk."),
            Map.entry(
                    "deadlocks",
                    "smith:dump keeps the stacks, then restart the container: nothing else ends a deadlock."),
            Map.entry("memory", "smith:dump, then look for what grows; give the JVM more by MS_JAVA_OPTS=-Xmx…."),
            Map.entry("cpu", "thread:stacks compute and thread:stacks blocking show what runs."),
            Map.entry(
                    "threads.use",
                    "thread:list shows which pool, thread:stacks what its threads do; thread:resize gives it more."),
            Map.entry(
                    "queues.use",
                    "bus:subscriptions and thread:list show which; make its handler faster, or its size larger."),
            Map.entry(
                    "connections.use",
                    "pool:list shows which; pool:holders with its name shows who holds them, for how long, and where."),
            Map.entry(
                    "metrics.values",
                    "metric:show mistersmith_metrics_supplier_problems shows which still are; fix the gauge in the bundle"
                            + " that the cause names."),
            Map.entry("plugins", "plugin:list shows which, and what is wrong with each."),
            Map.entry("store", "Do what the cause says; store:info shows the figures, store:verify what is damaged."));

    /** Checks whose problems are told one by one, with a next step each. */
    private static final Set<String> TOLD_ELSEWHERE =
            Set.of(HealthCore.SETTINGS, HealthCore.SUBSCRIPTIONS, HealthCore.PROJECTIONS);

    private static final String UNSERVED = "no handler";

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
        found.addAll(letters(patient));
        patient.subscriptions().stream()
                .filter(one -> !one.problem().isEmpty())
                .map(Doctor::of)
                .forEach(found::add);
        patient.projections().stream()
                .filter(one -> !one.problem().isEmpty())
                .map(Doctor::of)
                .forEach(found::add);
        patient.checks().stream()
                .filter(check -> check.status() == Health.DEGRADED && !TOLD_ELSEWHERE.contains(check.name()))
                .map(Doctor::of)
                .forEach(found::add);
        return found;
    }

    private static Diagnosis of(CheckView check) {
        String next = check.tags().contains("components")
                ? "bundle:list shows which provider is not active, log:display why."
                : NEXT.getOrDefault(
                        check.name(),
                        "bundle:list shows the state of bundle " + check.bundle()
                                + ", which brings this check; log:display shows what it logged.");
        return new Diagnosis(
                "check " + check.name() + " is " + check.status(),
                check.message(),
                check.status() == Health.UNKNOWN ? nextOfUnknown(check) : next);
    }

    private static String nextOfUnknown(CheckView check) {
        String message = check.message();
        String bundle = "bundle:list shows bundle " + check.bundle() + ", which brings it.";
        if (message.startsWith("no answer for ")) {
            return "It hangs: thread:stacks io and smith:dump show where. " + bundle;
        }
        if (message.startsWith("no thread for ")) {
            return "thread:stacks io shows what holds the threads; fix that, or raise it: cfg:set io.mistersmith.health check.threads 8.";
        }
        if (message.startsWith("threw ")) {
            return "log:display shows the stack. " + bundle;
        }
        if (message.startsWith("hc.")) {
            return "Fix this property of the check's service. " + bundle;
        }
        return "log:display shows what was logged meanwhile. " + bundle;
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
                ("plugin " + plugin.name() + " " + plugin.version()).trim() + " is " + plugin.state(),
                cause,
                "plugin:why " + argument(plugin.name()) + " shows the stack and what it lacks.");
    }

    /** A name as the shell takes it; that of a file may have spaces. */
    private static String argument(String name) {
        return name.matches("[\\w.-]+") ? name : "'" + name.replace("'", "\\'") + "'";
    }

    private static Diagnosis of(SubscriptionStatus one) {
        String next =
                switch (one.state()) {
                    case "refused" ->
                        "Fix the handler or its bus. properties in bundle " + one.bundle()
                                + " and copy the jar again; bus:subscriptions shows whether it runs.";
                    case UNSERVED ->
                        "Copy its plugin to deploy/ again and the events are delivered; or give them up: bus:forget "
                                + one.name() + " removes it for good, with --dry-run it only says so.";
                    default ->
                        one.stuckMillis() > 0
                                ? "thread:stacks shows where the call is; fix the handler in bundle " + one.bundle()
                                        + " and copy its jar again."
                                : "Do what the cause says; bus:subscriptions shows whether it goes on.";
                };
        String is = one.state().equals(UNSERVED) ? " has " : " is ";
        return new Diagnosis("subscription " + one.name() + is + one.state(), one.problem(), next);
    }

    private static Diagnosis of(ProjectionStatus one) {
        String next =
                switch (one.state()) {
                    case "refused" ->
                        "Fix it in bundle " + one.bundle()
                                + " and copy the jar again; store:projections shows whether it runs.";
                    case "stuck" -> "Do what the cause says; store:projections shows whether it goes on.";
                    default ->
                        "It goes on by itself as soon as that has changed; store:projections shows whether it does.";
                };
        return new Diagnosis("projection " + one.name() + " is " + one.state(), one.problem(), next);
    }

    private static List<Diagnosis> letters(Patient patient) {
        Set<String> served = patient.subscriptions().stream()
                .filter(one -> one.durable()
                        && !one.state().equals(UNSERVED)
                        && !one.state().equals("refused"))
                .map(SubscriptionStatus::name)
                .collect(Collectors.toSet());
        Map<String, List<DeadLetter>> byConsumer = new LinkedHashMap<>();
        patient.letters().forEach(letter -> byConsumer
                .computeIfAbsent(letter.consumer(), name -> new ArrayList<>())
                .add(letter));
        List<Diagnosis> found = new ArrayList<>();
        byConsumer.forEach((consumer, list) -> {
            DeadLetter first = list.get(0);
            found.add(new Diagnosis(
                    list.size() + (list.size() == 1 ? " dead letter of " : " dead letters of ") + consumer,
                    first.cause(),
                    "dlq:show " + consumer + " " + first.position()
                            + (served.contains(consumer)
                                    ? " shows the stack; fix its handler, then dlq:redrive " + consumer + "."
                                    : " shows the stack; copy its plugin to deploy/ again, or dlq:drop " + consumer
                                            + " discards them for good.")));
        });
        return found;
    }
}
