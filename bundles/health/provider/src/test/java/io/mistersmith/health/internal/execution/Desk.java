package io.mistersmith.health.internal.execution;

import io.mistersmith.testkit.RealThreadPools;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.apache.felix.hc.api.execution.HealthCheckExecutionOptions;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckSelector;

/** The executor with checks that a test gives it, a clock that the test moves, and real threads. */
final class Desk implements AutoCloseable {

    /** Long enough for what answers, short enough to wait for what does not. */
    static final Duration TIMEOUT = Duration.ofSeconds(1);

    /** For checks that all answer, on however busy a machine. */
    private static final Duration LONG = Duration.ofSeconds(20);

    static final Duration KEEP = Duration.ofSeconds(2);

    final AtomicLong millis = new AtomicLong(1_000_000);
    final RealThreadPools pools = RealThreadPools.unbounded();
    final Executions executions;

    Desk() {
        this(LONG);
    }

    Desk(Duration timeout) {
        executions = new Executions(new Limits(timeout, KEEP, 4), millis::get);
        executions.threads(pools);
    }

    /** A check that hangs until it is let go, or interrupted. */
    static final class Hanging implements HealthCheck {

        final CountDownLatch asked = new CountDownLatch(1);
        final CountDownLatch interrupted = new CountDownLatch(1);
        final AtomicInteger times = new AtomicInteger();
        private final CountDownLatch end = new CountDownLatch(1);

        @Override
        public Result execute() {
            times.incrementAndGet();
            asked.countDown();
            try {
                boolean unused = end.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return new Result(Status.OK, "at last");
        }

        void letGo() {
            end.countDown();
        }
    }

    /** A check that counts how often it was asked. */
    static final class Counting implements HealthCheck {

        final AtomicInteger times = new AtomicInteger();
        volatile Result says = new Result(Status.OK, "well");

        @Override
        public Result execute() {
            times.incrementAndGet();
            return says;
        }
    }

    FakeService add(String name, HealthCheck check, Map<String, ?> properties, String... tags) {
        return add(new FakeService(FakeService.SHOP, name, properties, tags), check);
    }

    FakeService add(String name, HealthCheck check) {
        return add(name, check, Map.of());
    }

    FakeService add(FakeService service, HealthCheck check) {
        executions.add(service.described(), () -> check);
        return service;
    }

    void remove(FakeService service) {
        executions.remove(service.described().metadata().getServiceId());
    }

    List<HealthCheckExecutionResult> round() {
        return executions.execute(HealthCheckSelector.empty());
    }

    List<HealthCheckExecutionResult> force() {
        return executions.execute(
                HealthCheckSelector.empty(), new HealthCheckExecutionOptions().setForceInstantExecution(true));
    }

    /** The results in a line each: name, status, message of each entry. */
    static List<String> lines(List<HealthCheckExecutionResult> results) {
        return results.stream().map(Desk::line).toList();
    }

    private static String line(HealthCheckExecutionResult result) {
        StringBuilder line = new StringBuilder(result.getHealthCheckMetadata().getTitle())
                .append(' ')
                .append(result.getHealthCheckResult().getStatus())
                .append(result.hasTimedOut() ? " late" : "");
        result.getHealthCheckResult().forEach(entry -> line.append(", ").append(entry.getMessage()));
        return line.toString();
    }

    @Override
    public void close() {
        pools.close();
    }
}
