package io.mistersmith.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mistersmith.event.Event;
import io.mistersmith.event.NewEvent;
import io.mistersmith.event.PayloadCodec;
import io.mistersmith.event.internal.JacksonPayloadCodec;
import io.mistersmith.eventstore.Consumer;
import io.mistersmith.eventstore.ConsumerStatus;
import io.mistersmith.eventstore.Consumers;
import io.mistersmith.eventstore.EventStore;
import io.mistersmith.eventstore.Read;
import io.mistersmith.eventstore.StoreUnavailableException;
import io.mistersmith.framework.counting.Counted;
import io.mistersmith.framework.counting.Counting;
import io.mistersmith.sourcing.Projection;
import io.mistersmith.sourcing.ProjectionStatus;
import io.mistersmith.sourcing.Projections;
import io.mistersmith.sourcing.Views;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;

/** The store and the projections as bundles meet them, wired by the real Service Component Runtime. */
class StoreServicesTest {

    private static final String PID = "io.mistersmith.eventstore";

    private final Path home;
    private final TestFramework framework;
    private final Bundle provider;

    StoreServicesTest(@TempDir Path folder) throws BundleException, IOException {
        home = folder.toRealPath().resolve("home");
        framework = TestFramework.open(home, "io.mistersmith.threads.provider");
        framework.context().registerService(PayloadCodec.class, new JacksonPayloadCodec(), null);
        Bundle sqlite = framework.install(30, "org.xerial.sqlite-jdbc");
        assertThat(sqlite.getState()).isEqualTo(Bundle.ACTIVE);
        configure(Map.of());
        provider = framework.install(50, "io.mistersmith.eventstore.provider");
    }

    @AfterEach
    void close() throws BundleException {
        framework.close();
    }

    @Test
    void changedSettingsTakeEffectInTheOpenStore() throws Exception {
        EventStore store = framework.service(EventStore.class);
        Consumer consumer = framework.service(Consumers.class).open("kept", 0);
        append(store, "short");

        configure(Map.of("event.max.bytes", "1024"));

        await().untilAsserted(() -> assertThatThrownBy(() -> append(store, "x".repeat(2_000)))
                .hasMessageContaining("allowed are 1024 (event.max.bytes)"));
        append(store, "short");
        assertThat(consumer.next(0, 10))
                .as("read by the consumer that was open")
                .hasSize(2);
        assertThat(framework.service(EventStore.class)).as("the same service").isSameAs(store);
    }

    @Test
    void consumerThatABundleOpenedEndsWhenItStopsAndItOpensNoneAfterwards() throws Exception {
        Bundle plugin =
                framework.deploy(TestBundles.build(home.resolve("deploy"), "counting", "1.0.0", Counting.class));
        ServiceReference<Consumers> reference =
                Objects.requireNonNull(plugin.getBundleContext().getServiceReference(Consumers.class));
        Consumers view = plugin.getBundleContext().getService(reference);
        Consumer consumer = view.open("mine", 0);

        plugin.stop();

        assertThatThrownBy(consumer::progress)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("consumer mine is closed");
        assertThat(framework.service(Consumers.class).list())
                .filteredOn(one -> one.name().equals("mine"))
                .extracting(ConsumerStatus::open)
                .containsExactly(false);
        assertThatThrownBy(() -> view.open("late", 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has stopped");
        assertThat(framework.service(Consumers.class).list())
                .extracting(ConsumerStatus::name)
                .doesNotContain("late");
    }

    @Test
    void projectionComesGoesAndOutlivesTheStoresReplacement() throws Exception {
        Bundle sourcing = framework.install(50, "io.mistersmith.sourcing.provider");
        assertThat(sourcing.getState()).isEqualTo(Bundle.ACTIVE);
        ServiceRegistration<?> registered = framework.context().registerService(Projection.class, new Sums(), null);
        append(framework.service(EventStore.class), "a", 1, 2);
        await().untilAsserted(() -> assertThat(sum()).contains(3));

        provider.update();
        append(framework.service(EventStore.class), "a", 4);

        await().untilAsserted(() -> assertThat(sum()).contains(7));
        assertThat(framework.service(Projections.class).list())
                .singleElement()
                .satisfies(status -> assertThat(status.state()).isEqualTo("running"));

        registered.unregister();
        assertThat(framework.service(Projections.class).list()).isEmpty();
        append(framework.service(EventStore.class), "a", 8);
        assertThat(sum()).as("the view of one that went").contains(7);

        var unused = framework.context().registerService(Projection.class, new Sums(), null);
        await().untilAsserted(() -> assertThat(sum()).contains(15));
        assertThat(framework.service(Projections.class).list())
                .extracting(ProjectionStatus::position)
                .containsExactly(4L);
    }

    @Test
    void storedEventsOutliveTheProvidersReplacement() throws Exception {
        append(framework.service(EventStore.class), "a", 1, 2, 3);

        provider.update();

        assertThat(framework.service(EventStore.class).read(Read.all()).toList())
                .hasSize(3);
        assertThat(home.resolve("data/test.db")).isNotEmptyFile();
    }

    private void configure(Map<String, String> settings) throws IOException {
        Dictionary<String, Object> all = new Hashtable<>(settings);
        all.put("path", home.resolve("data/test.db").toString());
        framework.service(ConfigurationAdmin.class).getConfiguration(PID, "?").update(all);
    }

    private Optional<Integer> sum() {
        return framework.service(Views.class).get("sums", "a", Integer.class);
    }

    private static void append(EventStore store, String key, int... numbers) throws Exception {
        for (int n : numbers) {
            var unused = store.append(List.of(new Counted(key, n)))
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
        }
    }

    private static void append(EventStore store, String text) throws Exception {
        var unused = store.append(List.of(NewEvent.json("test.text", '"' + text + '"')))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
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
