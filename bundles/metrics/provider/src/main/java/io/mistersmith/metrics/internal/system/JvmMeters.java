package io.mistersmith.metrics.internal.system;

import io.mistersmith.metrics.Metrics;
import io.mistersmith.metrics.Metrics.Registration;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleSupplier;

/** The JVM, under the names that public dashboards for Micrometer look for. */
final class JvmMeters {

    private static final double MILLIS = 1_000;

    private final Metrics own;
    private final Totals totals;
    private final List<Registration> registered;

    JvmMeters(Metrics own, Totals totals, List<Registration> registered) {
        this.own = own;
        this.totals = totals;
        this.registered = registered;
    }

    void register() {
        memory();
        buffers();
        collectors();
        threads();
        ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
        gauge("jvm_classes_loaded_classes", "Classes that are loaded", Map.of(), classes::getLoadedClassCount);
        registered.add(own.counter(
                "jvm_classes_unloaded_total", "Classes that were unloaded", Map.of(), classes::getUnloadedClassCount));
    }

    private void memory() {
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            Map<String, String> labels =
                    Map.of("area", pool.getType() == MemoryType.HEAP ? "heap" : "nonheap", "id", pool.getName());
            gauge("jvm_memory_used_bytes", "Memory in use", labels, () -> pool.getUsage()
                    .getUsed());
            gauge("jvm_memory_committed_bytes", "Memory the system has given", labels, () -> pool.getUsage()
                    .getCommitted());
            gauge("jvm_memory_max_bytes", "Memory there may be; -1: no limit", labels, () -> pool.getUsage()
                    .getMax());
        }
    }

    private void buffers() {
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            Map<String, String> labels = Map.of("id", pool.getName());
            gauge("jvm_buffer_count_buffers", "Buffers outside the heap", labels, pool::getCount);
            gauge("jvm_buffer_memory_used_bytes", "Memory of buffers outside the heap", labels, pool::getMemoryUsed);
            gauge(
                    "jvm_buffer_total_capacity_bytes",
                    "Room in buffers outside the heap",
                    labels,
                    pool::getTotalCapacity);
        }
    }

    private void collectors() {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            Map<String, String> labels = Map.of("gc", collector.getName());
            registered.add(own.counter(
                    "jvm_gc_collections_total", "Garbage collections", labels, collector::getCollectionCount));
            registered.add(totals.total(
                    "jvm_gc_collection_seconds_total",
                    "Time of garbage collections",
                    labels,
                    () -> collector.getCollectionTime() / MILLIS));
        }
    }

    private void threads() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        gauge("jvm_threads_live_threads", "Threads", Map.of(), threads::getThreadCount);
        gauge("jvm_threads_daemon_threads", "Daemon threads", Map.of(), threads::getDaemonThreadCount);
        gauge("jvm_threads_peak_threads", "Most threads there were", Map.of(), threads::getPeakThreadCount);
        for (Thread.State state : Thread.State.values()) {
            String name = state.name().toLowerCase(Locale.ROOT).replace('_', '-');
            gauge("jvm_threads_states_threads", "Threads by state", Map.of("state", name), () -> count(threads, state));
        }
    }

    private static long count(ThreadMXBean threads, Thread.State state) {
        long count = 0;
        for (ThreadInfo info : threads.getThreadInfo(threads.getAllThreadIds())) {
            count += info != null && info.getThreadState() == state ? 1 : 0;
        }
        return count;
    }

    private void gauge(String name, String help, Map<String, String> labels, DoubleSupplier supplier) {
        registered.add(own.gauge(name, help, labels, supplier));
    }
}
