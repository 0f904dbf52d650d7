package io.mistersmith.eventstore.internal;

import io.mistersmith.event.PayloadCodec;
import io.mistersmith.eventstore.Consumer;
import io.mistersmith.eventstore.StoreInfo;
import io.mistersmith.eventstore.internal.engine.Loss;
import io.mistersmith.eventstore.internal.engine.StoreMeters;
import io.mistersmith.eventstore.internal.sqlite.Settings;
import io.mistersmith.eventstore.internal.sqlite.SqliteEventStore;
import io.mistersmith.eventstore.internal.sqlite.StreamHead;
import io.mistersmith.eventstore.internal.sqlite.VerifyReport;
import io.mistersmith.lifecycle.ReadyCondition;
import io.mistersmith.lifecycle.SummaryLine;
import io.mistersmith.metrics.Metrics;
import io.mistersmith.threads.Job;
import io.mistersmith.threads.ThreadPools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wiring of the one store of this container; the work is in {@link SqliteEventStore}, which knows no OSGi. */
@Component(
        immediate = true,
        service = {StoreCore.class, SummaryLine.class, ReadyCondition.class},
        configurationPid = StoreConfig.PID)
@Designate(ocd = StoreConfig.class)
public final class StoreCore implements SummaryLine, ReadyCondition, SynchronousBundleListener {

    private static final Logger LOG = LoggerFactory.getLogger(StoreCore.class);
    private static final int RUNNING = Bundle.STARTING | Bundle.ACTIVE | Bundle.STOPPING;
    /** A file that comes back, or a lock that goes, is noticed this soon even if nobody uses the store. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    private static final String NATIVE_FOLDER = "org.sqlite.tmpdir";

    private final BundleContext context;
    private final CodecSlot codec = new CodecSlot();
    private final PoolSlot pool = new PoolSlot();
    private final StorePlace place;
    private final StoreHolder holder;
    private final OpenedConsumers opened = new OpenedConsumers();

    private @Nullable Job<Void> retries; // guarded by this
    private @Nullable Metrics metrics; // guarded by this
    private @Nullable StoreMetrics meters; // guarded by this

    @Activate
    public StoreCore(StoreConfig config, BundleContext context) {
        this.context = context;
        this.place = StorePlace.of(config.path(), System::getProperty);
        unpackNativeLibraryIn(place.data().resolve("tmp"));
        this.holder = new StoreHolder(settings(config), this::open, System::nanoTime);
        context.addBundleListener(this);
    }

    /** A new component would close the store under everybody, so the settings change in place: all valid, or none. */
    @Modified
    void modified(StoreConfig config) {
        Settings now = settings(config);
        if (!StorePlace.of(config.path(), System::getProperty).equals(place)) {
            LOG.warn("path={} takes effect at the next start; events go to {} until then", config.path(), place.name());
        }
        holder.settings(now);
    }

    @Deactivate
    void close() {
        context.removeBundleListener(this);
        retry(null);
        holder.close();
    }

    SqliteEventStore store() {
        return holder.store();
    }

    /** Opens a consumer that ends with the bundle. */
    Consumer open(Bundle user, String name, long start) {
        return opened.open(user.getBundleId(), name, () -> (user.getState() & RUNNING) != 0, () -> store().consumers()
                .open(name, start));
    }

    /** The streams whose names begin with a prefix, for the shell. */
    public List<StreamHead> streams(String prefix, int limit) {
        return store().streams(prefix, "", limit);
    }

    /**
     * Figures of the store, for the shell.
     *
     * @throws io.mistersmith.eventstore.EventStoreException if it is not open
     */
    public StoreStats stats() {
        SqliteEventStore open = store();
        StoreInfo info = open.info();
        String problem = open.logProblem();
        return new StoreStats(
                info.engine(),
                info.location(),
                info.durable(),
                info.events(),
                place.file().toFile().length(),
                open.logBytes(),
                open.waitingEvents(),
                problem == null ? null : "the write-ahead log cannot be emptied: " + problem);
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        if (event.getType() == BundleEvent.STOPPED) {
            opened.ended(event.getBundle().getBundleId());
        }
    }

    @Override
    public String name() {
        return "store";
    }

    @Override
    public String text() {
        return holder.summary();
    }

    @Override
    public int order() {
        return 20;
    }

    @Override
    public Optional<String> missing() {
        return holder.missing().map(why -> "event store " + why);
    }

    @Override
    public boolean needsOperator() {
        return holder.refused();
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindCodec(PayloadCodec service) {
        codec.bind(service);
    }

    void unbindCodec(PayloadCodec service) {
        codec.unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindThreads(ThreadPools service) {
        pool.bind(service);
        retry(service.every(RETRY, holder::retry));
    }

    void unbindThreads(ThreadPools service) {
        pool.unbind(service); // its jobs end with it
        holder.poolReplaced();
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void bindMetrics(Metrics service) {
        metrics = service;
        measure(new StoreMetrics(service, holder));
    }

    synchronized void unbindMetrics(Metrics service) {
        if (metrics == service) {
            metrics = null;
            measure(null);
        }
    }

    private void measure(@Nullable StoreMetrics now) {
        StoreMetrics before = meters;
        meters = now;
        holder.meters(now == null ? StoreMeters.NONE : now);
        if (before != null) {
            before.close();
        }
    }

    /** The state of the store for {@code store:info} and health. */
    public StoreState state() {
        return new StoreState(
                holder.open(),
                holder.summary(),
                place.name(),
                holder.loss().orElse(null),
                holder.logProblem(),
                holder.integrity());
    }

    /** What acknowledged events are missing, after the files were looked at again; see {@link StoreHolder#currentLoss}. */
    public Loss currentLoss() {
        return holder.currentLoss();
    }

    /** Opens the store without the events that are missing; see {@link StoreHolder#acceptLoss}. */
    public Loss acceptLoss(long events) {
        return holder.acceptLoss(events);
    }

    /** Gives up a damaged event or dead letter; see {@link SqliteEventStore#giveUp}. */
    public boolean giveUp(long position, @Nullable String consumer, boolean dryRun) {
        return store().giveUp(position, consumer, dryRun);
    }

    /** Reads everything and compares it with its checksums. */
    public VerifyReport verify() {
        return store().verify();
    }

    private synchronized void retry(@Nullable Job<Void> now) {
        Job<Void> before = retries;
        retries = now;
        if (before != null) {
            before.cancel();
        }
    }

    private SqliteEventStore open(Settings settings, @Nullable Loss accepted) {
        return new SqliteEventStore(place.file(), place.name(), settings, codec, pool, Clock.systemUTC(), accepted);
    }

    private static Settings settings(StoreConfig config) {
        return new Settings(
                config.queue_capacity(),
                config.queue_bytes(),
                config.event_max_bytes(),
                config.group_capacity(),
                Duration.ofNanos(config.fill_wait_us() * 1_000L),
                config.synchronous() != StoreConfig.Synchronous.OFF, // what is no such word must not switch it off
                config.readers(),
                config.recent_events(),
                config.recent_bytes(),
                config.stream_heads(),
                Duration.ofMillis(config.busy_timeout_ms()),
                Duration.ofMillis(config.close_timeout_ms()),
                0);
    }

    /** SQLite's native library is unpacked before it is loaded; a shared temporary folder may forbid to run code. */
    private static void unpackNativeLibraryIn(Path folder) {
        if (System.getProperty(NATIVE_FOLDER) != null) {
            return;
        }
        try {
            Files.createDirectories(folder);
            System.setProperty(NATIVE_FOLDER, folder.toString());
        } catch (IOException e) {
            LOG.warn("{} cannot be made, SQLite's library goes to the system's temporary folder", folder, e);
        }
    }
}
