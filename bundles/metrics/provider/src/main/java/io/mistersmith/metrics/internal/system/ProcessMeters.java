package io.mistersmith.metrics.internal.system;

import io.mistersmith.metrics.Metrics;
import io.mistersmith.metrics.Metrics.Registration;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * The process: processor, files, uptime. Through the MBean server, because the framework does not offer
 * {@code com.sun.management} everywhere; what this system does not know is left out.
 */
final class ProcessMeters {

    private static final double NANOS = 1e9;
    private static final double MILLIS = 1_000;

    private final Metrics own;
    private final Totals totals;
    private final List<Registration> registered;
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final ObjectName system;

    ProcessMeters(Metrics own, Totals totals, List<Registration> registered) {
        this.own = own;
        this.totals = totals;
        this.registered = registered;
        try {
            system = new ObjectName(ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME);
        } catch (MalformedObjectNameException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    void register() {
        gauge("process_cpu_usage", "Processor time of this process, as a share of all cores", "ProcessCpuLoad");
        gauge("system_cpu_usage", "Processor time of all processes, as a share of all cores", "CpuLoad");
        gauge("system_cpu_cores", "Cores", "AvailableProcessors");
        gauge("process_files_open_files", "Files and sockets that are open", "OpenFileDescriptorCount");
        gauge("process_files_max_files", "Files and sockets that may be open", "MaxFileDescriptorCount");
        if (known("ProcessCpuTime")) {
            registered.add(totals.total(
                    "process_cpu_seconds_total",
                    "Processor time of this process",
                    Map.of(),
                    () -> value("ProcessCpuTime") / NANOS));
        }
        RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
        registered.add(own.gauge("process_uptime_seconds", "Time since the start", () -> runtime.getUptime() / MILLIS));
        registered.add(
                own.gauge("process_start_time_seconds", "Start, since 1970", () -> runtime.getStartTime() / MILLIS));
    }

    private void gauge(String name, String help, String attribute) {
        if (known(attribute)) {
            registered.add(own.gauge(name, help, () -> value(attribute)));
        }
    }

    private boolean known(String attribute) {
        return !Double.isNaN(value(attribute));
    }

    private double value(String attribute) {
        try {
            return server.getAttribute(system, attribute) instanceof Number number ? number.doubleValue() : Double.NaN;
        } catch (JMException e) {
            return Double.NaN;
        }
    }
}
