package io.mistersmith.health.internal;

import io.mistersmith.configuration.ConfigurationProblems;
import io.mistersmith.eventbus.Subscriptions;
import io.mistersmith.health.internal.checks.CpuCheck;
import io.mistersmith.health.internal.checks.DeadlockCheck;
import io.mistersmith.health.internal.checks.DiskCheck;
import io.mistersmith.health.internal.checks.FillCheck;
import io.mistersmith.health.internal.checks.FillCheck.Pair;
import io.mistersmith.health.internal.checks.FrameworkCheck;
import io.mistersmith.health.internal.checks.LackCheck;
import io.mistersmith.health.internal.checks.LackCheck.Lacks;
import io.mistersmith.health.internal.checks.MemoryCheck;
import io.mistersmith.health.internal.checks.ProjectionsCheck;
import io.mistersmith.health.internal.checks.SettingsCheck;
import io.mistersmith.health.internal.checks.SubscriptionsCheck;
import io.mistersmith.health.internal.checks.SuppliersCheck;
import io.mistersmith.health.internal.checks.Thresholds;
import io.mistersmith.lifecycle.PluginStatus;
import io.mistersmith.lifecycle.Plugins;
import io.mistersmith.metrics.MetricsReader;
import io.mistersmith.sourcing.Projections;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.apache.felix.hc.api.HealthCheck;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.metatype.annotations.Designate;

/** Wiring of our checks: plain classes, each with what it looks at. Names and tags stand in the constructor. */
@Component(
        service = {HealthCore.class, ConfigurationListener.class},
        immediate = true,
        configurationPid = HealthConfig.PID)
@Designate(ocd = HealthConfig.class)
@Capability(namespace = "osgi.service", attribute = "objectClass:List<String>=\"org.apache.felix.hc.api.HealthCheck\"")
public final class HealthCore implements ConfigurationListener {

    /** The check of refused settings. */
    public static final String SETTINGS = "settings";

    /** The check of subscriptions. */
    public static final String SUBSCRIPTIONS = "subscriptions";

    /** The check of projections. */
    public static final String PROJECTIONS = "projections";

    private static final String OWN = "health";
    private static final String THREADS = "mistersmith_threads_";

    private final BundleContext context;
    private final ExecutorProvider executor;
    private final Intervals intervals = new Intervals();
    private final ComponentLacks lacks;
    private final OwnChecks checks;
    private final Concerns concerns;
    private volatile Thresholds thresholds;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable MetricsReader metrics;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Plugins plugins;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable ConfigurationProblems settings;

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

    /** Registers the checks. */
    @Activate
    public HealthCore(
            HealthConfig config,
            BundleContext context,
            @Reference ExecutorProvider executor,
            @Reference ServiceComponentRuntime components,
            @Reference ConfigurationAdmin configurations) {
        this.context = context;
        this.executor = executor;
        executor.limits(HealthConfig.Reader.limits(config));
        thresholds = HealthConfig.Reader.thresholds(config);
        intervals.admin(configurations);
        lacks = new ComponentLacks(components);
        checks = new OwnChecks(context, intervals::millis);
        concerns = new Concerns(context, checks, lacks, this::thresholds);
        String data = Optional.ofNullable(context.getProperty("karaf.data")).orElse("data");
        quick("framework", new FrameworkCheck(this::stillStarting), "started", "ready");
        add("disk", new DiskCheck(DiskCheck.of(Path.of(data)), this::thresholds), "ready");
        quick("deadlocks", new DeadlockCheck(DeadlockCheck::ofThisJvm), "live", "ready");
        add("metrics.values", new SuppliersCheck(() -> metrics), "use");
        quick("memory", new MemoryCheck(MemoryCheck::ofThisJvm, this::thresholds), "use");
        quick("cpu", new CpuCheck(CpuCheck::ofThisProcess, System::nanoTime, this::thresholds), "use");
        quick(
                "threads.use",
                fill(
                        "threads",
                        Thresholds::threadsPercent,
                        new Pair(THREADS + "active_threads", THREADS + "size_threads")),
                "use");
        quick(
                "queues.use",
                fill(
                        "places",
                        Thresholds::queuePercent,
                        new Pair(THREADS + "queued_tasks", THREADS + "queue_capacity_tasks"),
                        new Pair("mistersmith_eventbus_queued_events", "mistersmith_eventbus_capacity_events")),
                "use");
        add(
                "connections.use",
                fill(
                        "connections",
                        Thresholds::connectionsPercent,
                        new Pair("hikaricp_connections_active", "hikaricp_connections_max")),
                "use");
        add(SUBSCRIPTIONS, new SubscriptionsCheck(() -> subscriptions), SUBSCRIPTIONS);
        add(PROJECTIONS, new ProjectionsCheck(() -> projections), PROJECTIONS);
        quick(SETTINGS, new SettingsCheck(() -> settings), SETTINGS);
        add("plugins", new LackCheck(this::pluginLacks, false, System::nanoTime, this::thresholds), "plugins");
        concerns.open();
    }

    @Modified
    void modified(HealthConfig config) {
        executor.limits(HealthConfig.Reader.limits(config));
        thresholds = HealthConfig.Reader.thresholds(config);
    }

    @Deactivate
    void close() {
        concerns.close();
        checks.close();
    }

    /** A concern's interval may be another now. */
    @Override
    public void configurationEvent(ConfigurationEvent event) {
        String pid = event.getPid();
        if (event.getFactoryPid() == null && pid.startsWith(Intervals.ROOT)) {
            checks.refresh(pid.substring(Intervals.ROOT.length()));
        }
    }

    Thresholds thresholds() {
        return thresholds;
    }

    /** Whether the framework has started what it starts with. */
    boolean started() {
        return stillStarting().isEmpty();
    }

    private void add(String name, HealthCheck check, String... tags) {
        checks.add(name, OWN, false, check, tags);
    }

    /** It looks at nothing that could keep it waiting, so a pool that is full is no reason not to know. */
    private void quick(String name, HealthCheck check, String... tags) {
        checks.add(name, OWN, true, check, tags);
    }

    private FillCheck fill(String noun, ToIntFunction<Thresholds> percent, Pair... pairs) {
        return new FillCheck(noun, List.of(pairs), () -> metrics, this::thresholds, percent);
    }

    private Optional<String> stillStarting() {
        FrameworkStartLevel level =
                context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkStartLevel.class);
        int now = level.getStartLevel();
        int last = level.getInitialBundleStartLevel();
        return now < last ? Optional.of("start level " + now + " of " + last) : Optional.empty();
    }

    private Lacks pluginLacks() {
        Lacks found = lacks.of(pluginBundles());
        List<String> failed = new ArrayList<>(found.failed());
        Plugins now = plugins;
        if (now != null) {
            now.list().stream()
                    .filter(plugin -> plugin.failed() || plugin.degraded())
                    .map(PluginStatus::problem)
                    .forEach(failed::add);
        }
        return new Lacks(false, failed, found.lacking());
    }

    /** Bundles that are neither ours nor the platform's: those of the last start level. */
    private List<Bundle> pluginBundles() {
        int last = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
                .adapt(FrameworkStartLevel.class)
                .getInitialBundleStartLevel();
        List<Bundle> found = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            BundleStartLevel level = bundle.adapt(BundleStartLevel.class);
            if (bundle.getState() == Bundle.ACTIVE
                    && level != null
                    && level.getStartLevel() >= last
                    && bundle.getLocation().startsWith("file:")
                    && Concerns.concern(bundle) == null) {
                found.add(bundle);
            }
        }
        return found;
    }
}
