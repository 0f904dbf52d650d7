package io.mistersmith.health.internal.checks;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.function.Supplier;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.jspecify.annotations.Nullable;

/** What a garbage collection leaves in the heap; what fills up between two collections says nothing. */
public final class MemoryCheck implements HealthCheck {

    /** From here on the JVM does little else than collect. */
    private static final int UNHEALTHY_PERCENT = 98;

    /** Memory in bytes. */
    public record Heap(long used, long max) {

        double usedPercent() {
            return max <= 0 ? 0 : 100.0 * used / max;
        }
    }

    private final Supplier<Heap> heap;
    private final Supplier<Thresholds> thresholds;

    public MemoryCheck(Supplier<Heap> heap, Supplier<Thresholds> thresholds) {
        this.heap = heap;
        this.thresholds = thresholds;
    }

    /** Of this JVM: what survived the last collection of the pools that have a limit, such as the old generation. */
    public static Heap ofThisJvm() {
        long used = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage left = pool.getType() == MemoryType.HEAP ? leftByCollection(pool) : null;
            used += left == null ? 0 : left.getUsed();
        }
        return new Heap(
                used, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getMax());
    }

    private static @Nullable MemoryUsage leftByCollection(MemoryPoolMXBean pool) {
        return pool.isValid() ? pool.getCollectionUsage() : null;
    }

    @Override
    public Result execute() {
        Heap now = heap.get();
        double percent = now.usedPercent();
        String message =
                Results.percent(percent) + " of " + Results.bytes(now.max()) + " heap in use after the last collection";
        return percent >= UNHEALTHY_PERCENT
                ? Results.unhealthy(message + ", " + UNHEALTHY_PERCENT + " % or more is unhealthy")
                : Results.share(percent, thresholds.get().memoryPercent(), message);
    }
}
