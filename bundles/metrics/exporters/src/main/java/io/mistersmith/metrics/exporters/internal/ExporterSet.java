package io.mistersmith.metrics.exporters.internal;

import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.MetricsExporter;
import io.mistersmith.threads.Job;
import io.mistersmith.threads.ThreadPools;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All exporters, each in a loop of its own while there are threads, and the samples for {@code metric:watch}.
 * Thread-safe.
 */
final class ExporterSet {

    private static final Logger LOG = LoggerFactory.getLogger(ExporterSet.class);

    /** An exporter and its settings; null if they were refused. */
    private record Entry(MetricsExporter exporter, @Nullable ExportSettings settings, String name, String refusal) {}

    private final Supplier<@Nullable List<FamilySnapshot>> families;
    private final Consumer<ExporterStatus> ended;
    private final History history = new History();

    private final Map<Object, Entry> exporters = new LinkedHashMap<>(); // all guarded by this
    private final Map<Object, ExportLoop> loops = new LinkedHashMap<>();
    private @Nullable ThreadPools threads;
    private @Nullable Job<Void> sampling;
    private Duration samplePeriod;

    /**
     * With nothing in it.
     *
     * @param families null while there are no metrics
     * @param ended told after each export
     */
    ExporterSet(
            Supplier<@Nullable List<FamilySnapshot>> families, Consumer<ExporterStatus> ended, Duration samplePeriod) {
        this.families = families;
        this.ended = ended;
        this.samplePeriod = samplePeriod;
    }

    History history() {
        return history;
    }

    synchronized void samplePeriod(Duration period) {
        if (!period.equals(samplePeriod)) {
            samplePeriod = period;
            threads(threads);
        }
    }

    synchronized Duration samplePeriod() {
        return samplePeriod;
    }

    /** Ends all loops, and begins them on these threads; null: none. */
    synchronized void threads(@Nullable ThreadPools now) {
        threads = now;
        if (sampling != null) {
            sampling.cancel();
            sampling = null;
        }
        loops.values().forEach(ExportLoop::close);
        loops.clear();
        if (now != null) {
            sampling = now.every(samplePeriod, this::sample);
            exporters.forEach(this::begin);
        }
    }

    /** As {@link #threads} with none, unless others took their place. */
    synchronized void threadsGone(ThreadPools gone) {
        if (threads == gone) {
            threads(null);
        }
    }

    private void sample() {
        List<ExportLoop> all;
        synchronized (this) {
            all = List.copyOf(loops.values());
        }
        all.forEach(ExportLoop::revive);
        List<FamilySnapshot> now = families.get();
        if (now != null) {
            history.add(now, System.nanoTime());
        }
    }

    /**
     * Adds an exporter, or replaces the settings of one that is there.
     *
     * @param key whose exporter it is
     */
    synchronized void put(Object key, String name, MetricsExporter exporter, Map<String, Object> properties) {
        remove(key);
        Entry entry;
        try {
            entry = new Entry(exporter, ExportSettings.of(name, properties), name, "");
        } catch (IllegalArgumentException e) {
            entry = new Entry(exporter, null, name, String.valueOf(e.getMessage()));
            LOG.warn("Exporter {} is off: {}", name, e.getMessage());
        }
        exporters.put(key, entry);
        begin(key, entry);
    }

    private void begin(Object key, Entry entry) {
        ThreadPools now = threads;
        ExportSettings settings = entry.settings();
        if (now != null && settings != null && settings.enabled()) {
            loops.put(key, new ExportLoop(settings, entry.exporter(), families, now, ended));
        }
    }

    synchronized void remove(Object key) {
        exporters.remove(key);
        ExportLoop loop = loops.remove(key);
        if (loop != null) {
            loop.close();
        }
    }

    private static @Nullable String problem(Entry entry) {
        ExportSettings settings = entry.settings();
        if (settings == null) {
            return entry.refusal();
        }
        return settings.enabled() ? "waiting for thread pools" : null;
    }

    synchronized List<ExporterStatus> list() {
        List<ExporterStatus> all = new ArrayList<>();
        exporters.forEach((key, entry) -> {
            ExportLoop loop = loops.get(key);
            String problem = problem(entry);
            all.add(loop != null ? loop.status() : new ExporterStatus(entry.name(), "off", 0, 0, null, problem));
        });
        return all;
    }
}
