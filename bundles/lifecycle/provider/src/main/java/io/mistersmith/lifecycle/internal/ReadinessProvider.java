package io.mistersmith.lifecycle.internal;

import io.mistersmith.lifecycle.PluginStatus;
import io.mistersmith.lifecycle.Plugins;
import io.mistersmith.lifecycle.Readiness;
import io.mistersmith.lifecycle.ReadyCondition;
import io.mistersmith.lifecycle.SummaryLine;
import io.mistersmith.lifecycle.internal.ready.ReadyFile;
import io.mistersmith.lifecycle.internal.ready.StartSummary;
import io.mistersmith.lifecycle.internal.ready.Uptime;
import io.mistersmith.threads.Job;
import io.mistersmith.threads.ThreadPools;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.Version;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches until the container is ready, says so once, and takes it back first of all when the container stops. */
@Component(service = Readiness.class, immediate = true, configurationPid = LifecycleConfig.PID)
public final class ReadinessProvider implements Readiness, SynchronousBundleListener {

    private static final Logger LOG = LoggerFactory.getLogger(ReadinessProvider.class);
    /** As the user called it, who leaves that in the environment. */
    private static final String LAUNCHER =
            Optional.ofNullable(System.getenv("MS_RUN_AS")).orElse("./run");

    private static final Duration WATCH = Duration.ofMillis(100);
    private static final long MEMO_NANOS = Duration.ofMillis(200).toNanos();
    private static final long GRACE_NANOS = Duration.ofSeconds(5).toNanos();

    private final BundleContext context;
    private final Plugins plugins;
    private final Home home;
    private final InstallCheck install;
    private final ReadyFile file;
    private final ReadyFile blockedFile;
    private final List<ReadyCondition> conditions = new CopyOnWriteArrayList<>();
    private final List<SummaryLine> lines = new CopyOnWriteArrayList<>();
    private final long begunNanos = System.nanoTime();
    private volatile LifecycleConfig config;
    private volatile boolean stopping;

    // guarded by this
    private @Nullable Job<Void> watch;
    private boolean announced;
    private boolean blocked; // as found last
    private boolean toldBlocked;
    private boolean warned;
    private long restUpNanos;
    private List<String> memo = List.of("starting");
    private long memoNanos = begunNanos - MEMO_NANOS;

    /** Begins to watch when there are threads. */
    @Activate
    public ReadinessProvider(
            LifecycleConfig config,
            BundleContext context,
            @Reference Plugins plugins,
            @Reference ServiceComponentRuntime components) {
        this.config = config;
        this.context = context;
        this.plugins = plugins;
        this.home = Home.of(context::getProperty);
        this.install = new InstallCheck(context, new Components(components));
        this.file = new ReadyFile(home.data().resolve("run").resolve("ready.txt"));
        this.blockedFile = new ReadyFile(home.data().resolve("run").resolve("not-ready.txt"));
        context.addBundleListener(this);
    }

    @Modified
    void modified(LifecycleConfig now) {
        config = now;
    }

    @Deactivate
    synchronized void close() {
        takeBack();
        context.removeBundleListener(this);
        unwatch();
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void bindThreads(ThreadPools threads) {
        unwatch();
        if (!announced) {
            watch = threads.every(WATCH, this::look);
        }
    }

    synchronized void unbindThreads(ThreadPools threads) {
        // another one may have been bound before; its watch goes on
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addCondition(ReadyCondition condition) {
        conditions.add(condition);
    }

    void removeCondition(ReadyCondition condition) {
        conditions.remove(condition);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addLine(SummaryLine line) {
        lines.add(line);
    }

    void removeLine(SummaryLine line) {
        lines.remove(line);
    }

    @Override
    public boolean ready() {
        return missing().isEmpty();
    }

    @Override
    public List<String> missing() {
        if (stopping) {
            return List.of("the container is shutting down");
        }
        synchronized (this) {
            long now = System.nanoTime();
            return now - memoNanos >= MEMO_NANOS ? fresh(now) : memo;
        }
    }

    private synchronized List<String> fresh(long now) {
        memo = List.copyOf(find(now));
        memoNanos = now;
        return memo;
    }

    private List<String> find(long now) {
        List<String> missing = new ArrayList<>(install.missing(config.start_level(), announced ? GRACE_NANOS : 0));
        blocked = false;
        for (ReadyCondition condition : conditions) {
            try {
                Optional<String> what = condition.missing();
                what.ifPresent(missing::add);
                blocked |= what.isPresent() && condition.needsOperator();
            } catch (RuntimeException thrown) {
                missing.add(condition.getClass().getName() + " threw " + thrown);
            }
        }
        if (missing.isEmpty() && !announced && !plugins.settled()) {
            restUpNanos = restUpNanos == 0 ? now : restUpNanos;
            if (now - restUpNanos < Duration.ofMillis(config.ready_plugins_ms()).toNanos()) {
                missing.add("plugins are starting");
            }
        }
        return missing;
    }

    private synchronized void look() {
        List<String> missing = stopping ? missing() : fresh(System.nanoTime());
        if (!announced && blocked && !toldBlocked) {
            toldBlocked = true;
            blockedFile.write(StartSummary.blocked(version(), home.name(), pid(), missing, LAUNCHER));
        }
        if (missing.isEmpty() && !announced) {
            blockedFile.delete();
            announce();
        } else if (!warned
                && System.nanoTime() - begunNanos
                        > Duration.ofMillis(config.ready_timeout_ms()).toNanos()) {
            warned = true;
            LOG.warn("Not ready after {} ms: {}", config.ready_timeout_ms(), String.join("; ", missing));
        }
    }

    private void announce() {
        List<String> summary = summary();
        announced = true;
        unwatch();
        file.write(summary);
        summary.forEach(LOG::info);
        if (stopping) {
            file.delete();
        }
    }

    private List<String> summary() {
        List<PluginStatus> list = plugins.list();
        List<StartSummary.Line> others = new ArrayList<>();
        lines.forEach(line -> others.add(StartSummary.Line.of(line)));
        others.add(StartSummary.plugins(list, home.show(home.deploy()), LAUNCHER));
        others.add(StartSummary.help(LAUNCHER));
        return StartSummary.lines(version(), Uptime.now(), home.name(), pid(), others);
    }

    private String version() {
        Version version = context.getBundle().getVersion();
        return version.getMajor() + "." + version.getMinor() + "." + version.getMicro();
    }

    private static long pid() {
        return ProcessHandle.current().pid();
    }

    private void unwatch() {
        if (watch != null) {
            watch.cancel();
            watch = null;
        }
    }

    /** The framework tells that it stops before it stops anything. */
    @Override
    public void bundleChanged(BundleEvent event) {
        if (event.getType() == BundleEvent.STOPPING && event.getBundle().getBundleId() == 0) {
            takeBack();
        }
    }

    private void takeBack() {
        stopping = true;
        file.delete();
        blockedFile.delete();
    }
}
