package io.mistersmith.health.internal;

import io.mistersmith.configuration.ConfigurationProblems;
import io.mistersmith.eventbus.EventBusException;
import io.mistersmith.eventbus.SubscriptionStatus;
import io.mistersmith.eventbus.Subscriptions;
import io.mistersmith.eventstore.DeadLetter;
import io.mistersmith.eventstore.EventStoreException;
import io.mistersmith.health.internal.checks.SubscriptionsCheck;
import io.mistersmith.health.internal.report.Diagnosis;
import io.mistersmith.health.internal.report.Doctor;
import io.mistersmith.health.internal.report.Dump;
import io.mistersmith.health.internal.report.Patient;
import io.mistersmith.health.internal.report.Stacks;
import io.mistersmith.lifecycle.Plugins;
import io.mistersmith.lifecycle.Readiness;
import io.mistersmith.metrics.MetricsReader;
import io.mistersmith.sourcing.Projections;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Wiring of the reports: asks who is there, and does without those who are not. */
@Component(service = Reports.class)
public final class ReportsProvider implements Reports {

    private static final int MOST_LETTERS = 1_000;

    private final HealthBoard board;
    private final BundleContext context;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable ConfigurationProblems settings;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Plugins plugins;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Readiness readiness;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Subscriptions subscriptions;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Projections projections;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable MetricsReader metrics;

    /** Made when somebody asks. */
    @Activate
    public ReportsProvider(@Reference HealthBoard board, BundleContext context) {
        this.board = board;
        this.context = context;
    }

    @Override
    public List<Diagnosis> doctor() {
        ConfigurationProblems nowSettings = settings;
        Plugins nowPlugins = plugins;
        Readiness nowReadiness = readiness;
        Subscriptions nowSubscriptions = subscriptions;
        Projections nowProjections = projections;
        return Doctor.examine(new Patient(
                nowSettings == null ? List.of() : nowSettings.list(),
                nowPlugins == null ? List.of() : nowPlugins.list(),
                board.checks(),
                nowReadiness == null ? List.of() : nowReadiness.missing(),
                subscriptions(nowSubscriptions),
                nowProjections == null ? List.of() : nowProjections.list(),
                letters(nowSubscriptions)));
    }

    private static List<SubscriptionStatus> subscriptions(@Nullable Subscriptions now) {
        return now == null
                ? List.of()
                : Stream.concat(now.list().stream(), SubscriptionsCheck.unserved(now).stream())
                        .toList();
    }

    /** None while there is no store: that it is missing is told elsewhere. */
    private static List<DeadLetter> letters(@Nullable Subscriptions now) {
        try {
            return now == null ? List.of() : now.letters(null, MOST_LETTERS);
        } catch (EventBusException | EventStoreException e) {
            return List.of();
        }
    }

    @Override
    public Path dump() throws IOException {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("versions.txt", versions());
        parts.put(
                "health.txt",
                lines(board.checks().stream()
                        .map(check -> check.status() + "  " + check.name() + "  " + check.message() + "  ("
                                + check.bundle() + ", " + check.ageMillis() + " ms ago)")
                        .toList()));
        parts.put(
                "doctor.txt",
                lines(doctor().stream()
                        .map(one -> one.problem() + "\n  cause  " + one.cause() + "\n  next   " + one.next())
                        .toList()));
        Plugins nowPlugins = plugins;
        parts.put(
                "plugins.txt",
                nowPlugins == null
                        ? "nobody tells\n"
                        : lines(nowPlugins.list().stream().map(String::valueOf).toList()));
        parts.put(
                "bundles.txt",
                lines(Arrays.stream(context.getBundles())
                        .map(ReportsProvider::bundle)
                        .toList()));
        parts.put("threads.txt", Stacks.text());
        MetricsReader reader = metrics;
        parts.put(
                "metrics.txt",
                reader == null
                        ? "nobody tells\n"
                        : lines(reader.families().stream()
                                .flatMap(family -> family.series().stream()
                                        .map(series -> family.name() + " " + family.labels() + series.labelValues()
                                                + " " + series.value()))
                                .toList()));
        return new Dump(
                        folder("karaf.etc", "etc"),
                        folder("karaf.data", "data"),
                        folder("karaf.log", "log").resolve("mistersmith.log"))
                .write(parts);
    }

    @Override
    public String show(Path file) {
        Path data = folder("karaf.data", "data");
        String home = Optional.ofNullable(context.getProperty("mistersmith.home.name"))
                .orElse(".");
        return file.startsWith(data)
                ? (home.startsWith("./") ? home.substring(2) : home) + "/data/" + data.relativize(file)
                : file.toString();
    }

    private Path folder(String property, String otherwise) {
        return Path.of(Optional.ofNullable(context.getProperty(property)).orElse(otherwise));
    }

    private String versions() {
        var runtime = ManagementFactory.getRuntimeMXBean();
        return "Mister Smith " + context.getBundle().getVersion()
                + "\nKaraf " + context.getProperty("karaf.version")
                + "\nJava " + runtime.getVmName() + " " + Runtime.version()
                + "\nOS " + System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                + System.getProperty("os.arch")
                + "\ncores " + Runtime.getRuntime().availableProcessors()
                + "\nheap " + Runtime.getRuntime().maxMemory() + " bytes"
                + "\nup " + runtime.getUptime() + " ms"
                + "\nJVM arguments\n" + lines(runtime.getInputArguments());
    }

    private static String bundle(Bundle bundle) {
        String state =
                switch (bundle.getState()) {
                    case Bundle.ACTIVE -> "active";
                    case Bundle.RESOLVED -> "resolved";
                    case Bundle.STARTING -> "starting";
                    case Bundle.STOPPING -> "stopping";
                    default -> "installed";
                };
        return bundle.getBundleId() + "  " + state + "  " + bundle.getSymbolicName() + "  " + bundle.getVersion();
    }

    private static String lines(List<String> lines) {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }
}
