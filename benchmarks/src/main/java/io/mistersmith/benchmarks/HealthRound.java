package io.mistersmith.benchmarks;

import io.mistersmith.health.internal.ExecutorProvider;
import io.mistersmith.threads.internal.LocalThreads;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.execution.HealthCheckExecutionOptions;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/**
 * Question: how long does a round of {@value #CHECKS} health checks take, none of them from the cache, each of them a service
 * in a framework that is asked on pool io?
 *
 * <p>No rival: the goal is 50 ms, at p95, so that a probe costs nothing worth mentioning.
 */
final class HealthRound {

    static final int CHECKS = 50;

    private static final String TAG = "round";

    private HealthRound() {}

    static double p95(boolean quick) throws Exception {
        Framework framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        Files.createTempDirectory("felix").toString()));
        framework.start();
        try (LocalThreads threads = new LocalThreads()) {
            BundleContext context = framework.getBundleContext();
            ExecutorProvider executor = new ExecutorProvider(context);
            executor.bindThreads(threads.of("benchmarks"));
            for (int i = 0; i < CHECKS; i++) {
                context.registerService(
                        HealthCheck.class,
                        () -> new Result(Result.Status.OK, "well"),
                        new Hashtable<>(Map.of(HealthCheck.NAME, "check-" + i, HealthCheck.TAGS, TAG)));
            }
            double p95 = p95(executor, quick);
            executor.close();
            return p95;
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
}
