package io.mistersmith.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mistersmith.event.PayloadCodec;
import io.mistersmith.event.Receipt;
import io.mistersmith.event.internal.JacksonPayloadCodec;
import io.mistersmith.eventbus.BusUnavailableException;
import io.mistersmith.eventbus.EventBus;
import io.mistersmith.eventbus.EventContext;
import io.mistersmith.eventbus.EventHandler;
import io.mistersmith.eventbus.SubscriptionStatus;
import io.mistersmith.eventbus.Subscriptions;
import io.mistersmith.eventstore.Consumers;
import io.mistersmith.eventstore.EventStore;
import io.mistersmith.framework.counting.Counted;
import io.mistersmith.framework.counting.Counting;
import io.mistersmith.testkit.InMemoryEventStore;
import io.mistersmith.threads.ThreadPools;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceRegistration;
import org.osgi.util.tracker.ServiceTracker;

/** The bus as bundles meet it: services that come, change and go, and providers that are replaced. */
class EventBusServicesTest {

    private static final String[] STORE = {EventStore.class.getName(), Consumers.class.getName()};

    private final Path home;
    private final TestFramework framework;
    private final Bundle provider;
    private final ServiceTracker<EventBus, EventBus> buses;
    private final List<Integer> seen = new CopyOnWriteArrayList<>();
    private int published;

    EventBusServicesTest(@TempDir Path folder) throws BundleException, IOException {
        home = folder.toRealPath().resolve("home");
        framework = TestFramework.open(home, "org.jctools.core", "io.mistersmith.threads.provider");
        framework.context().registerService(PayloadCodec.class, new JacksonPayloadCodec(), null);
        ThreadPools pools = framework.service(ThreadPools.class);
        assertThat(pools).isNotNull();
        provider = framework.install(50, "io.mistersmith.eventbus.provider");
        buses = new ServiceTracker<>(framework.context(), EventBus.class, null);
    }

    @BeforeEach
    void open() {
        buses.open();
        EventBus unused = framework.service(EventBus.class);
    }

    @AfterEach
    void close() throws BundleException {
        framework.close();
    }

    @Test
    void aHandlerThatGoesAndReturnsGetsWhatWasPublishedMeanwhile() {
        ServiceRegistration<?> first = register(new Notes(seen), Map.of());
        publish(100);
        first.unregister();
        assertThat(subscription("Notes").state()).isEqualTo("lingering");
        publish(100);

        register(new Notes(seen), Map.of());
        publish(100);

        await().untilAsserted(() -> assertThat(seen).hasSize(300));
        assertThat(seen).isEqualTo(IntStream.rangeClosed(1, 300).boxed().toList());
    }

    @Test
    void changesOfPropertiesLoseNothingAndKeepTheOrder() {
        ServiceRegistration<?> handler = register(new Notes(seen), Map.of());
        for (int change = 1; change <= 6; change++) {
            publish(500);
            handler.setProperties(properties(
                    change % 2 == 0 ? Map.of("bus.retry.attempts", "2") : Map.of("bus.queue.capacity", "20000")));
        }
        publish(500);

        await().untilAsserted(() -> assertThat(seen).hasSize(3_500));
        assertThat(seen).isEqualTo(IntStream.rangeClosed(1, 3_500).boxed().toList());
    }

    @Test
    void whatABundleSubscribedByCodeEndsWhenItStops() throws Exception {
        Bundle plugin =
                framework.deploy(TestBundles.build(home.resolve("deploy"), "counting", "1.0.0", Counting.class));
        var reference = Objects.requireNonNull(plugin.getBundleContext().getServiceReference(EventBus.class));
        EventBus view = plugin.getBundleContext().getService(reference);
        var unused = view.subscribe(Counted.class, options -> {}, new Notes(seen));
        publish(1);
        await().untilAsserted(() -> assertThat(seen).containsExactly(1));

        plugin.stop();

        assertThat(bus().publish(new Counted("k", 2)))
                .as("subscriptions that took the event")
                .isZero();
        assertThat(framework.service(Subscriptions.class).list())
                .extracting(SubscriptionStatus::bundle)
                .doesNotContain("counting/1.0.0");
    }

    @Test
    void aPublisherGetsATypedErrorAtMostWhileTheBusIsReplaced() throws Exception {
        register(new Notes(seen), Map.of());
        List<RuntimeException> errors = new CopyOnWriteArrayList<>();
        AtomicBoolean over = new AtomicBoolean();
        var publishing = framework
                .service(ThreadPools.class)
                .blocking()
                .submit(
                        () -> {
                            int delivered = 0;
                            while (!over.get()) {
                                EventBus bus = buses.getService();
                                try {
                                    delivered += bus == null ? 0 : bus.publish(new Counted("k", ++published));
                                } catch (RuntimeException e) {
                                    errors.add(e);
                                }
                                LockSupport.parkNanos(100_000);
                            }
                            return delivered;
                        },
                        Duration.ofSeconds(60));
        for (int replacement = 0; replacement < 3; replacement++) {
            int before = seen.size();
            await().until(() -> seen.size() > before);
            provider.update();
            int after = seen.size();
            await().until(() -> seen.size() > after);
        }
        over.set(true);

        assertThat(publishing.result().toCompletableFuture().get(10, TimeUnit.SECONDS))
                .isPositive();
        assertThat(errors).allMatch(BusUnavailableException.class::isInstance);
        assertThat(seen).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aStoreThatIsReplacedLosesAndSkipsNothingForADurableHandler() throws Exception {
        InMemoryEventStore store = new InMemoryEventStore();
        ServiceRegistration<?> registered = framework.context().registerService(STORE, store, null);
        framework.deploy(TestBundles.build(home.resolve("deploy"), "counting", "1.0.0", Counting.class));
        List<Long> stored = new ArrayList<>();
        for (int replacement = 0; replacement < 3; replacement++) {
            store(stored, 200);
            registered.unregister();
            store.goAway();
            assertThat(bus().publishGuaranteed(new Counted("k", -1)).toCompletableFuture())
                    .failsWithin(5, TimeUnit.SECONDS)
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(BusUnavailableException.class);
            store.comeBack();
            registered = framework.context().registerService(STORE, store, null);
        }
        store(stored, 200);

        await().untilAsserted(() -> assertThat(happened()).containsAll(stored));
        assertThat(happened().stream().filter(position -> position == 0))
                .as("activations")
                .hasSize(1);
        HashSet<Long> firsts = new HashSet<>();
        assertThat(happened().stream().filter(firsts::add).skip(1))
                .as("first deliveries")
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 800).boxed().toList());
    }

    private void store(List<Long> stored, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            Receipt receipt = bus().publishGuaranteed(new Counted("k", ++published))
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
            stored.add(receipt.position());
        }
    }

    private void publish(int count) {
        for (int i = 0; i < count; i++) {
            assertThat(bus().publish(new Counted("k", ++published)))
                    .as("subscriptions that took event " + published)
                    .isEqualTo(1);
        }
    }

    private EventBus bus() {
        return Objects.requireNonNull(buses.getService());
    }

    private ServiceRegistration<?> register(EventHandler<?> handler, Map<String, String> properties) {
        return framework.context().registerService(EventHandler.class.getName(), handler, properties(properties));
    }

    private static Dictionary<String, Object> properties(Map<String, String> properties) {
        return new Hashtable<>(properties);
    }

    private SubscriptionStatus subscription(String handler) {
        return framework.service(Subscriptions.class).list().stream()
                .filter(one -> one.name().endsWith(handler))
                .findFirst()
                .orElseThrow();
    }

    @SuppressWarnings("unchecked") // as the plugin declares it
    private List<Long> happened() {
        return (List<Long>) framework.service(Supplier.class, "(name=counting)").get();
    }

    /** Notes the numbers of events. */
    private static final class Notes implements EventHandler<Counted> {

        private final List<Integer> seen;

        Notes(List<Integer> seen) {
            this.seen = seen;
        }

        @Override
        public void handle(Counted counted, EventContext context) {
            seen.add(counted.n());
        }
    }
}
