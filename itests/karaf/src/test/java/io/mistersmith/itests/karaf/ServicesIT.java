package io.mistersmith.itests.karaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mistersmith.configuration.ConfigurationProblems;
import io.mistersmith.configuration.Configurations;
import io.mistersmith.event.CloudEvents;
import io.mistersmith.event.PayloadCodec;
import io.mistersmith.eventbus.EventBus;
import io.mistersmith.eventbus.Subscriptions;
import io.mistersmith.eventstore.Consumers;
import io.mistersmith.eventstore.EventStore;
import io.mistersmith.lifecycle.Plugins;
import io.mistersmith.lifecycle.Readiness;
import io.mistersmith.metrics.Metrics;
import io.mistersmith.metrics.MetricsExporter;
import io.mistersmith.metrics.MetricsReader;
import io.mistersmith.sourcing.Projections;
import io.mistersmith.sourcing.Views;
import io.mistersmith.threads.Pool;
import io.mistersmith.threads.PoolMonitor;
import io.mistersmith.threads.ThreadPools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/** What a plugin finds in the container. */
public class ServicesIT extends InContainer {

    @Test
    public void everyServiceOfTheMapIsThere() {
        Stream<Class<?>> map = Stream.of(
                CloudEvents.class,
                ConfigurationProblems.class,
                Configurations.class,
                Consumers.class,
                EventBus.class,
                EventStore.class,
                Metrics.class,
                MetricsReader.class,
                PayloadCodec.class,
                Plugins.class,
                PoolMonitor.class,
                Projections.class,
                Readiness.class,
                Subscriptions.class,
                ThreadPools.class,
                Views.class);

        assertThat(map).allSatisfy(type -> assertThat((Object) get(type)).isInstanceOf(type));
        assertThat(context().getServiceReference("com.codahale.metrics.MetricRegistry"))
                .as("registry for libraries that know Dropwizard's metrics only")
                .isNotNull();
    }

    @Test
    public void everyBundleOfOursIsActive() {
        assertThat(context().getBundles())
                .filteredOn(bundle -> bundle.getSymbolicName().startsWith("io.mistersmith."))
                .hasSizeGreaterThan(10)
                .allSatisfy(bundle ->
                        assertThat(bundle.getState()).as(bundle.toString()).isEqualTo(Bundle.ACTIVE));
    }

    @Test
    public void anExporterOfAPluginGetsAllMetricsUnderItsPrefix() {
        Set<String> names = ConcurrentHashMap.newKeySet();
        MetricsExporter exporter = families -> families.forEach(family -> names.add(family.name()));
        ServiceRegistration<MetricsExporter> registration = context()
                .registerService(
                        MetricsExporter.class,
                        exporter,
                        FrameworkUtil.asDictionary(Map.of("interval.ms", 100L, "prefix", "acme.")));
        try {
            await("metrics").atMost(PATIENCE).until(() -> names.contains("acme.jvm_threads_live_threads"));
        } finally {
            registration.unregister();
        }
    }

    @Test
    public void aPoolAppearsWithItsFileAndGoesWithIt() throws Exception {
        ThreadPools pools = get(ThreadPools.class);
        Path file = Path.of(System.getProperty("karaf.etc"), "io.mistersmith.threads.pool-karaf-itest.cfg");

        write(file, "size = 2\n");

        Pool pool = await("the pool of " + file)
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> pools.named("karaf-itest"), found -> found != null);
        String thread = pool.submit(() -> Thread.currentThread().getName(), Duration.ofSeconds(10))
                .result()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        assertThat(thread).contains("karaf-itest");

        Files.delete(file);

        await("the pool is gone").atMost(PATIENCE).untilAsserted(() -> assertThat(lookUp(pools))
                .contains("karaf-itest", "blocking", "compute", "io"));
    }

    /** The message of the refusal, or nothing. */
    private static String lookUp(ThreadPools pools) {
        try {
            pools.named("karaf-itest");
            return "";
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** As a whole, so that no half of it is taken. */
    private static void write(Path file, String text) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(part, text);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
