package io.mistersmith.health.internal.checks;

import java.lang.management.ManagementFactory;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;

/** How busy this process keeps the cores, over the last minute or so; a start or a burst alone is no problem. */
public final class CpuCheck implements HealthCheck {

    private static final double MEMORY_NANOS = 60e9;

    private final DoubleSupplier load;
    private final LongSupplier nanoTime;
    private final Supplier<Thresholds> thresholds;
    private double average; // guarded by this
    private long lastNanos; // guarded by this

    /**
     * @param load of all cores since the last call, 0 to 1; less than 0: not known
     */
    public CpuCheck(DoubleSupplier load, LongSupplier nanoTime, Supplier<Thresholds> thresholds) {
        this.load = load;
        this.nanoTime = nanoTime;
        this.thresholds = thresholds;
        this.lastNanos = nanoTime.getAsLong();
    }

    /** Of this process. Asked by name: the JDK's type for it is in no package that every framework offers. */
    public static double ofThisProcess() {
        try {
            Object load = ManagementFactory.getPlatformMBeanServer()
                    .getAttribute(new ObjectName(ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME), "ProcessCpuLoad");
            return load instanceof Double value ? value : -1;
        } catch (JMException e) {
            return -1;
        }
    }

    @Override
    public synchronized Result execute() {
        double now = load.getAsDouble();
        long nanos = nanoTime.getAsLong();
        if (now < 0 || Double.isNaN(now)) {
            return Results.ok("the load of the cores is not known here");
        }
        double weight = 1 - Math.exp(-(nanos - lastNanos) / MEMORY_NANOS);
        average += weight * (now - average);
        lastNanos = nanos;
        double percent = 100 * average;
        return Results.share(
                percent,
                thresholds.get().cpuPercent(),
                Results.percent(percent) + " of all cores over the last minute");
    }
}
