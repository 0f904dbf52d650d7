package io.mistersmith.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mistersmith.eventbus.EventBus;
import io.mistersmith.threads.PoolMonitor;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceRegistration;

/** Our checks and those of a plugin, run by our executor in a framework. */
class HealthChecksTest {

    private final TestFramework framework;
    private final CountDownLatch end = new CountDownLatch(1);

    HealthChecksTest(@TempDir Path folder) throws BundleException, IOException {
        framework = TestFramework.open(
                folder.toRealPath().resolve("home"),
                "io.mistersmith.threads.provider",
                "io.mistersmith.health.provider");
        framework.save("io.mistersmith.health.cfg", "check.timeout.ms=300\ncheck.result.ms=1\n");
    }

    @AfterEach
    void close() throws BundleException {
        end.countDown();
        framework.close();
    }

    @Test
    void everyConcernHasACheckAndLivenessHasOnlyTheDeadlocks() {
        assertThat(names("ready")).contains("framework", "disk", "threads", "health", "configuration");
        assertThat(names("live")).containsExactly("deadlocks");
        assertThat(names("started")).containsExactly("framework");
        await().untilAsserted(() -> assertThat(run("ready"))
                .allSatisfy(result -> assertThat(status(result)).isEqualTo(Status.OK)));
    }

    @Test
    void aCheckOfAPluginJoinsAndGoesWithIt() {
        ServiceRegistration<HealthCheck> printer =
                register("printer", () -> new Result(Status.WARN, "little paper"), "ready", "shop");
        assertThat(names("shop")).containsExactly("printer");
        assertThat(status(run("shop").get(0))).isEqualTo(Status.WARN);

        printer.unregister();

        assertThat(names("shop")).isEmpty();
    }

    @Test
    void aCheckThatHangsTimesOutAndHarmsNoOther() {
        register("printer", this::hang, "ready");

        List<HealthCheckExecutionResult> results = run("ready");

        assertThat(results)
                .filteredOn(HealthCheckExecutionResult::hasTimedOut)
                .extracting(result -> result.getHealthCheckMetadata().getName())
                .containsExactly("printer");
        assertThat(results).hasSizeGreaterThan(4);
    }

    @Test
    void aCheckThatHangsHoldsOneThreadOfPoolIoUntilItsServiceGoes() {
        PoolMonitor pools = framework.service(PoolMonitor.class);
        ServiceRegistration<HealthCheck> printer = register("printer", this::hang, "shop");

        for (int round = 0; round < 10; round++) {
            assertThat(run("shop")).singleElement().matches(HealthCheckExecutionResult::hasTimedOut);
        }

        assertThat(hanging(pools)).as("threads").isEqualTo(1);
        printer.unregister();
        await().untilAsserted(() -> assertThat(hanging(pools)).isZero());
    }

    @Test
    void aCheckWithAPropertyThatIsNoUseSaysSo() {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(HealthCheck.NAME, "printer");
        properties.put(HealthCheck.TAGS, "shop");
        properties.put(HealthCheck.RESULT_CACHE_TTL_IN_MS, 5);
        framework.context().registerService(HealthCheck.class, () -> new Result(Status.OK, "well"), properties);

        assertThat(run("shop")).singleElement().satisfies(result -> assertThat(
                        result.getHealthCheckResult().toString())
                .contains("HEALTH_CHECK_ERROR", "hc.resultCacheTtlInMs=5 is not a Long"));
    }

    @Test
    void aRefusedSettingIsDegradedUntilItIsMended() throws Exception {
        framework.save("io.mistersmith.threads.cfg", "# threads\nio.size=5x\n");

        await().untilAsserted(() -> assertThat(run("settings")).singleElement().satisfies(result -> {
            assertThat(status(result)).isEqualTo(Status.WARN);
            assertThat(result.getHealthCheckResult().toString())
                    .contains("home/etc/io.mistersmith.threads.cfg:2: io.size=5x is not a whole number");
        }));

        framework.save("io.mistersmith.threads.cfg", "io.size=5\nio.sise=5\n");

        await().untilAsserted(
                        () -> assertThat(run("settings")).singleElement().satisfies(result -> assertThat(status(result))
                                .isEqualTo(Status.OK)));
    }

    @Test
    void aPartThatIsSwitchedOffIsNoProblem() throws Exception {
        framework.save("io.mistersmith.threads.cfg", "enabled=false\n");

        await().untilAsserted(() -> assertThat(run("components"))
                .filteredOn(result -> name(result).equals("threads"))
                .singleElement()
                .satisfies(result ->
                        assertThat(result.getHealthCheckResult().toString()).contains("switched off")));
    }

    @Test
    void healthItselfCanBeSwitchedOffAndOnAgain() throws Exception {
        framework.save("io.mistersmith.health.cfg", "enabled=false\n");
        await().untilAsserted(() -> assertThat(names("ready")).isEmpty());

        framework.save("io.mistersmith.health.cfg", "enabled=true\n");
        await().untilAsserted(() -> assertThat(names("ready")).contains("disk"));
    }

    @Test
    void anIntervalIsHowLongTheCheckOfThatPartKeepsItsResult() throws Exception {
        framework.save("io.mistersmith.threads.cfg", "health.check.interval.ms=60000\n");

        await().untilAsserted(() -> assertThat(
                        framework.context().getServiceReferences(HealthCheck.class, "(hc.name=threads)"))
                .singleElement()
                .satisfies(check -> assertThat(check.getProperty(HealthCheck.RESULT_CACHE_TTL_IN_MS))
                        .isEqualTo(60_000L)));
    }

    @Test
    void aChangeIsPublishedOnceWithItsCauseAndSoIsTheWayBack() {
        List<String> published = new CopyOnWriteArrayList<>();
        framework.context().registerService(EventBus.class, bus(published), null);
        AtomicReference<Result> says = new AtomicReference<>(new Result(Status.OK, "well"));
        register("printer", says::get, "ready");
        await().atMost(Duration.ofSeconds(20)).until(() -> !run("ready").isEmpty());

        says.set(new Result(Status.CRITICAL, "no paper"));
        await().atMost(Duration.ofSeconds(20)).until(() -> published.size() >= 2);
        says.set(new Result(Status.OK, "well"));
        await().atMost(Duration.ofSeconds(20)).until(() -> published.size() >= 4);

        assertThat(published)
                .containsExactly(
                        "HealthChanged[name=printer, from=healthy, to=unhealthy, cause=no paper]",
                        "HealthChanged[name=container, from=healthy, to=unhealthy, cause=printer: no paper]",
                        "HealthChanged[name=printer, from=unhealthy, to=healthy, cause=well]",
                        "HealthChanged[name=container, from=unhealthy, to=healthy, cause=every check is healthy]");
    }

    private Result hang() {
        try {
            boolean unused = end.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Result(Status.OK, "late");
    }

    /** How many threads of pool io are in {@link #hang}. */
    private static long hanging(PoolMonitor pools) {
        return pools.threads("io").stream()
                .filter(thread -> thread.stack().stream()
                        .anyMatch(frame -> frame.getMethodName().equals("hang")))
                .count();
    }

    private List<HealthCheckExecutionResult> run(String tag) {
        return executor().execute(HealthCheckSelector.tags(tag));
    }

    /** Asked for with "all": its second, internal interface is on the class path of the test too, as another class. */
    private HealthCheckExecutor executor() {
        return await().ignoreExceptions()
                .until(
                        () -> (HealthCheckExecutor) framework
                                .context()
                                .getService(framework.context()
                                        .getAllServiceReferences(HealthCheckExecutor.class.getName(), null)[0]),
                        Objects::nonNull);
    }

    private List<String> names(String tag) {
        return run(tag).stream().map(HealthChecksTest::name).toList();
    }

    private static String name(HealthCheckExecutionResult result) {
        return result.getHealthCheckMetadata().getName();
    }

    private static Status status(HealthCheckExecutionResult result) {
        return result.getHealthCheckResult().getStatus();
    }

    private ServiceRegistration<HealthCheck> register(String name, HealthCheck check, String... tags) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(HealthCheck.NAME, name);
        properties.put(HealthCheck.TAGS, tags);
        return framework.context().registerService(HealthCheck.class, check, properties);
    }

    /** Notes what is published in memory. */
    private static EventBus bus(List<String> published) {
        return (EventBus) Proxy.newProxyInstance(
                HealthChecksTest.class.getClassLoader(),
                new Class<?>[] {EventBus.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("publish")) {
                        published.add(arguments[0].toString());
                        return 0;
                    }
                    return method.getName().equals("hashCode") ? (Object) 1 : proxy == arguments[0];
                });
    }
}
