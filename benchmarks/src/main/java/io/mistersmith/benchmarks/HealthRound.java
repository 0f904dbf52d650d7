package io.mistersmith.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.felix.framework.FrameworkFactory;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.execution.HealthCheckExecutionOptions;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;

/**
 * Question: how long does a round of {@value #CHECKS} health checks take, none of them from the cache?
 *
 * <p>No rival: the goal is 50 ms, at p95, so that a probe costs nothing worth mentioning.
 */
final class HealthRound {

    static final int CHECKS = 50;

    private static final String TAG = "round";
    private static final String HC = "org.apache.felix.hc.api";
    private static final List<String> BUNDLES = List.of(
            "org.osgi.util.function",
            "org.osgi.util.promise",
            "org.osgi.service.component-",
            "org.osgi.service.event",
            "jakarta.servlet-api",
            "org.osgi.service.servlet",
            "org.apache.felix.scr",
            "org.apache.felix.healthcheck.core");

    private HealthRound() {}

    static double p95(boolean quick) throws Exception {
        Framework framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        Files.createTempDirectory("felix").toString(),
                        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                        HC + ";version=2.0.0," + HC + ".condition;version=1.0.0," + HC
                                + ".execution;version=2.0.0,org.slf4j;version=1.7.36"));
        framework.start();
        try {
            BundleContext context = framework.getBundleContext();
            install(context);
            for (int i = 0; i < CHECKS; i++) {
                context.registerService(
                        HealthCheck.class,
                        () -> new Result(Result.Status.OK, "well"),
                        new Hashtable<>(Map.of(HealthCheck.NAME, "check-" + i, HealthCheck.TAGS, TAG)));
            }
            return p95(executor(context), quick);
        } finally {
            framework.stop();
        }
    }

    private static double p95(HealthCheckExecutor executor, boolean quick) {
        HealthCheckExecutionOptions fresh = new HealthCheckExecutionOptions().setForceInstantExecution(true);
        int rounds = quick ? 200 : 1_000;
        List<Double> millis = new ArrayList<>();
        for (int round = -100; round < rounds; round++) {
            long began = System.nanoTime();
            List<HealthCheckExecutionResult> results = executor.execute(HealthCheckSelector.tags(TAG), fresh);
            long took = System.nanoTime() - began;
            if (results.size() != CHECKS
                    || results.stream()
                            .anyMatch(one -> !one.getHealthCheckResult().isOk())) {
                throw new IllegalStateException("a round of " + results.size() + " checks, not all of them well");
            }
            if (round >= 0) {
                millis.add(took / 1e6);
            }
        }
        Collections.sort(millis);
        return millis.get(millis.size() * 95 / 100);
    }

    private static void install(BundleContext context) throws Exception {
        List<String> classPath =
                Arrays.asList(System.getProperty("java.class.path").split(System.getProperty("path.separator")));
        for (String name : BUNDLES) {
            String jar = classPath.stream()
                    .filter(path -> path.contains(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no " + name + " on the class path"));
            Bundle bundle = context.installBundle(Path.of(jar).toUri().toString());
            bundle.start();
        }
    }

    /** Asked for with "all": its second interface is internal, and on the class path of this JVM as another class. */
    private static HealthCheckExecutor executor(BundleContext context) throws InvalidSyntaxException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (System.nanoTime() < deadline) {
            ServiceReference<?>[] found = context.getAllServiceReferences(HealthCheckExecutor.class.getName(), null);
            if (found != null && context.getService(found[0]) instanceof HealthCheckExecutor executor) {
                return executor;
            }
            LockSupport.parkNanos(10_000_000);
        }
        throw new IllegalStateException("no executor of health checks");
    }
}
