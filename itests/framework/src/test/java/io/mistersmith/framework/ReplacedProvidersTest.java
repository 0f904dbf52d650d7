package io.mistersmith.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mistersmith.event.Event;
import io.mistersmith.event.EventType;
import io.mistersmith.event.NewEvent;
import io.mistersmith.event.PayloadCodec;
import io.mistersmith.event.Receipt;
import io.mistersmith.event.Subject;
import io.mistersmith.event.internal.JacksonPayloadCodec;
import io.mistersmith.eventbus.BusUnavailableException;
import io.mistersmith.eventbus.EventBus;
import io.mistersmith.eventbus.EventContext;
import io.mistersmith.eventbus.EventHandler;
import io.mistersmith.eventstore.Consumers;
import io.mistersmith.eventstore.EventStore;
import io.mistersmith.eventstore.Read;
import io.mistersmith.eventstore.StoreUnavailableException;
import io.mistersmith.framework.counting.Counted;
import io.mistersmith.metrics.MetricsExporter;
import io.mistersmith.sourcing.Projection;
import io.mistersmith.sourcing.Views;
import io.mistersmith.threads.Pool;
import io.mistersmith.threads.PoolMonitor;
import io.mistersmith.threads.PoolStatus;
import io.mistersmith.threads.ThreadPools;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Each provider is replaced while work of every kind waits: an emission for its retry, a projection for its run, events for the
 * successor of their handler, a save for its answer, and a receipt for a thread of pool io. All of it goes on, or fails with its
 * typed exception, within 5 s of the new provider's start.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplacedProvidersTest {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int BLOCKING = 4;
    private static final int IO = 2;

    private final Map<String, Bundle> providers = new LinkedHashMap<>();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger exports = new AtomicInteger();
    private final List<Integer> noted = new CopyOnWriteArrayList<>();
    private volatile boolean emissionsFail;
    private volatile CountDownLatch hold = new CountDownLatch(0);
    private volatile CountDownLatch held = new CountDownLatch(0);
    private TestFramework framework;
    private ServiceRegistration<?> codec;
    private ServiceRegistration<?> notes;
    private int number;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        Path home = folder.toRealPath().resolve("home");
        framework =
                TestFramework.open(home, "org.jctools.core", "io.dropwizard.metrics.core", "org.xerial.sqlite-jdbc");
        framework.save(
                "io.mistersmith.threads.cfg",
                "compute.size=1\nio.size=" + IO + "\nblocking.size=" + BLOCKING + "\nstop.grace.ms=100\n");
        framework.save("io.mistersmith.eventbus.cfg", "linger.ms=60000\n");
        framework
                .service(ConfigurationAdmin.class)
                .getConfiguration("io.mistersmith.eventstore", "?")
                .update(new Hashtable<>(
                        Map.of("path", home.resolve("data/test.db").toString())));
        await().untilAsserted(() -> assertThat(framework
                        .service(ConfigurationAdmin.class)
                        .getConfiguration("io.mistersmith.threads", "?")
                        .getProperties())
                .isNotNull());
        installCodec();
        for (String concern : new String[] {
            "threads", "metrics", "eventstore", "resilience", "pools", "eventbus", "sourcing", "health"
        }) {
            providers.put(concern, framework.install(50, "io.mistersmith." + concern + ".provider"));
        }
        providers.put("exporters", framework.install(50, "io.mistersmith.metrics.exporters"));
        providers.put("configuration", bundle("io.mistersmith.configuration.provider"));
        await().until(() -> status("io").size() == IO);
        failEmissions();
        register(EventHandler.class, new Emitting(), Map.of("bus.durable", "emits"));
        register(EventHandler.class, new Holding(), Map.of("bus.durable", "holds"));
        register(Projection.class, new Sums(), Map.of());
        register(
                MetricsExporter.class,
                (MetricsExporter) families -> exports.incrementAndGet(),
                Map.of("name", "counting", "interval.ms", "100"));
        notes = register(EventHandler.class, new Notes(), Map.of());
    }

    @AfterAll
    void close() throws BundleException {
        hold.countDown();
        held.countDown();
        framework.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads", "eventbus", "eventstore", "sourcing"})
    void whatWaitsGoesOnWhenAProviderOfItIsReplaced(String concern) throws Exception {
        whatWaitsGoesOn(concern);
    }

    @Tag("faults")
    @ParameterizedTest
    @ValueSource(strings = {"event", "metrics", "exporters", "health", "configuration", "pools", "resilience"})
    void whatWaitsGoesOnWhenAnotherProviderIsReplaced(String concern) throws Exception {
        whatWaitsGoesOn(concern);
    }

    private void whatWaitsGoesOn(String concern) throws Exception {
        EventBus bus = framework.service(EventBus.class);
        int n = ++number;
        int before = noted.size();
        hold = new CountDownLatch(1);
        held = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        try {
            // An emission that is tried again and again.
            refused.set(0);
            emissionsFail = true;
            store(bus, new Cause("c"));
            await().until(() -> refused.get() > 0);
            // A durable handler that has an event in hand.
            long position = store(bus, new Held("h")).position();
            assertThat(held.await(20, TimeUnit.SECONDS)).isTrue();
            // No thread left in pool blocking: a queue without its handler, and a run of the projection.
            block(pools().blocking(), BLOCKING - 1, free);
            assertThat(bus.publish(new Counted("noted", n))).isEqualTo(1);
            notes.unregister();
            store(bus, new Counted("sum", 1));
            await().until(() -> status("blocking").queued() >= 1);
            // A receipt without a thread in pool io.
            block(pools().io(), IO, free);
            long head = framework.service(EventStore.class).head();
            CompletableFuture<Receipt> receipt =
                    bus.publishGuaranteed(new Counted("receipt", n)).toCompletableFuture();
            await().until(() -> framework.service(EventStore.class).head() > head);
            // A save whose answer has no thread in pool compute.
            block(pools().compute(), 1, free);
            hold.countDown();
            await().until(() -> status("compute").queued() >= 1);
            assertThat(receipt).as("the receipt").isNotDone();

            stop(concern);
            emissionsFail = false;
            free.countDown();
            int exported = exports.get();
            start(concern);

            notes = register(EventHandler.class, new Notes(), Map.of());
            await().atMost(LIMIT).untilAsserted(() -> assertThat(receipt).isDone());
            if (receipt.isCompletedExceptionally()) {
                assertThat(failureOf(receipt))
                        .isInstanceOfAny(
                                BusUnavailableException.class,
                                StoreUnavailableException.class,
                                RejectedExecutionException.class,
                                CancellationException.class);
            }
            await().atMost(LIMIT).untilAsserted(() -> assertThat(count("test.emitted"))
                    .as("emitted events")
                    .isEqualTo(n));
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(sum()).as("the view").isEqualTo(n));
            await().atMost(LIMIT).untilAsserted(() -> assertThat(saved("holds"))
                    .as("position that is saved")
                    .isGreaterThanOrEqualTo(position));
            if (concern.equals("eventbus")) { // what was in its memory went with it
                await().atMost(LIMIT).untilAsserted(() -> assertThat(
                                framework.service(EventBus.class).publish(new Counted("noted", n)))
                        .isEqualTo(1));
            }
            await().atMost(LIMIT).untilAsserted(() -> assertThat(noted.subList(before, noted.size()))
                    .as("events of the queue without a handler")
                    .containsExactly(n));
            await().atMost(LIMIT).untilAsserted(() -> assertThat(exports).hasValueGreaterThan(exported));
        } finally {
            emissionsFail = false;
            hold.countDown();
            free.countDown();
        }
    }

    private void stop(String concern) throws BundleException {
        if (concern.equals("event")) {
            codec.unregister();
        } else {
            provider(concern).stop();
        }
    }

    private void start(String concern) throws BundleException {
        if (concern.equals("event")) {
            installCodec();
        } else {
            provider(concern).start();
        }
    }

    private void installCodec() {
        codec = framework.context().registerService(PayloadCodec.class, new JacksonPayloadCodec(), null);
    }

    private Bundle provider(String concern) {
        return Objects.requireNonNull(providers.get(concern), concern);
    }

    private Bundle bundle(String symbolicName) {
        for (Bundle bundle : framework.context().getBundles()) {
            if (symbolicName.equals(bundle.getSymbolicName())) {
                return bundle;
            }
        }
        throw new AssertionError(symbolicName);
    }

    /** Takes threads of a pool, until the latch or an interrupt frees them. */
    private static void block(Pool pool, int threads, CountDownLatch free) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(threads);
        for (int i = 0; i < threads; i++) {
            pool.execute(() -> {
                begun.countDown();
                awaitQuietly(free);
            });
        }
        assertThat(begun.await(20, TimeUnit.SECONDS))
                .as("threads of pool %s", pool.name())
                .isTrue();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Puts a store before the real one that refuses events of type test.emitted while it is told to. */
    private void failEmissions() {
        new ServiceTracker<EventStore, ServiceRegistration<?>>(framework.context(), EventStore.class, null) {

            @Override
            public @Nullable ServiceRegistration<?> addingService(ServiceReference<EventStore> reference) {
                if (reference.getBundle() == framework.context().getBundle()) {
                    return null;
                }
                EventStore real = framework.context().getService(reference);
                Object failing = Proxy.newProxyInstance(
                        EventStore.class.getClassLoader(), new Class<?>[] {EventStore.class}, (self, method, args) -> {
                            if (method.getName().equals("append") && emissionsFail && isEmission(args)) {
                                refused.incrementAndGet();
                                return CompletableFuture.failedFuture(
                                        new StoreUnavailableException("disk", false, null));
                            }
                            try {
                                return method.invoke(real, args);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
                return framework
                        .context()
                        .registerService(
                                EventStore.class.getName(), failing, new Hashtable<>(Map.of("service.ranking", 100)));
            }

            @Override
            public void removedService(ServiceReference<EventStore> reference, ServiceRegistration<?> failing) {
                failing.unregister();
            }
        }.open();
    }

    private static boolean isEmission(Object[] args) {
        return args[args.length - 1] instanceof List<?> events
                && events.get(0) instanceof NewEvent<?> event
                && event.payload() instanceof Emitted;
    }

    private static Receipt store(EventBus bus, Object event) throws Exception {
        return bus.publishGuaranteed(event).toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static Throwable failureOf(CompletableFuture<?> failed) {
        Throwable failure = failed.handle((value, thrown) -> thrown).join();
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private ThreadPools pools() {
        return framework.service(ThreadPools.class);
    }

    private PoolStatus status(String name) {
        return framework.service(PoolMonitor.class).pools().stream()
                .filter(pool -> pool.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private long count(String type) {
        return framework.service(EventStore.class).read(Read.all()).toList().stream()
                .filter(event -> event.type().equals(type))
                .count();
    }

    private int sum() {
        return framework.service(Views.class).get("sums", "sum", Integer.class).orElse(0);
    }

    private long saved(String consumer) {
        return framework.service(Consumers.class).list().stream()
                .filter(one -> one.name().equals(consumer))
                .findFirst()
                .orElseThrow()
                .progress()
                .position();
    }

    private ServiceRegistration<?> register(Class<?> type, Object service, Map<String, String> properties) {
        return framework.context().registerService(type.getName(), service, new Hashtable<>(properties));
    }

    @EventType("test.cause")
    record Cause(@Subject String key) {}

    @EventType("test.emitted")
    record Emitted(@Subject String key) {}

    @EventType("test.held")
    record Held(@Subject String key) {}

    /** Emits an event for each cause. */
    private static final class Emitting implements EventHandler<Cause> {

        @Override
        public void handle(Cause cause, EventContext context) {
            context.emit(new Emitted(cause.key()));
        }
    }

    /** Has its event in hand until the latch frees it. */
    private final class Holding implements EventHandler<Held> {

        @Override
        public void handle(Held event, EventContext context) throws InterruptedException {
            held.countDown();
            hold.await();
        }
    }

    /** Notes the numbers of events of key {@code noted}. */
    private final class Notes implements EventHandler<Counted> {

        @Override
        public void handle(Counted counted, EventContext context) {
            if (counted.key().equals("noted")) {
                noted.add(counted.n());
            }
        }
    }

    /** Adds up numbers by key. */
    private static final class Sums implements Projection<Counted, Integer> {

        @Override
        public String name() {
            return "sums";
        }

        @Override
        public int version() {
            return 1;
        }

        @Override
        public String key(Counted counted, Event<?> event) {
            return counted.key();
        }

        @Override
        public Integer apply(Optional<Integer> before, Counted counted, Event<?> event) {
            return before.orElse(0) + counted.n();
        }
    }
}
