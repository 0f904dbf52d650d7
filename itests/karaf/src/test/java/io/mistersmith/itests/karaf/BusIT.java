package io.mistersmith.itests.karaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mistersmith.event.Receipt;
import io.mistersmith.eventbus.EventBus;
import io.mistersmith.eventbus.EventHandler;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.wiring.FrameworkWiring;

/** Events, from service to service. */
public class BusIT extends InContainer {

    @Test
    public void aHandlerThatIsAServiceGetsPlainAndGuaranteedEvents() throws Exception {
        Greetings heard = new Greetings();
        ServiceRegistration<?> service = context().registerService(EventHandler.class, heard, null);
        try {
            await("the handler is subscribed")
                    .atMost(PATIENCE)
                    .until(() -> get(EventBus.class).publish(new Greeting("plain")) > 0);
            Receipt receipt = publishGuaranteed("guaranteed");

            assertThat(receipt.position()).isPositive();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(heard.names()).contains("plain", "guaranteed"));
        } finally {
            service.unregister();
        }
    }

    @Test
    public void guaranteedEventsGoOnAfterTheStoreAndTheBusWereRefreshed() throws Exception {
        Greetings heard = new Greetings();
        Dictionary<String, Object> durable = new Hashtable<>(Map.of("bus.durable", "karaf-itest", "bus.start", "now"));
        ServiceRegistration<?> service = context().registerService(EventHandler.class, heard, durable);
        try {
            await("a first event arrives").atMost(PATIENCE).until(() -> {
                publishGuaranteed("before");
                return heard.names().contains("before");
            });

            for (String provider : List.of("eventstore", "eventbus")) {
                refresh("io.mistersmith." + provider + ".provider");

                String name = "after " + provider;
                await(name).atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> assertThat(
                                publishGuaranteed(name).position())
                        .isPositive());
                await(name).atMost(PATIENCE).untilAsserted(() -> assertThat(heard.names())
                        .contains(name));
            }
        } finally {
            service.unregister();
        }
    }

    private static Receipt publishGuaranteed(String name) throws Exception {
        return get(EventBus.class)
                .publishGuaranteed(new Greeting(name))
                .toCompletableFuture()
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** As after an update: everything that is wired to the bundle stops, is wired anew and starts. */
    private static void refresh(String symbolicName) throws InterruptedException {
        Bundle bundle = Stream.of(context().getBundles())
                .filter(one -> one.getSymbolicName().equals(symbolicName))
                .findFirst()
                .orElseThrow();
        CountDownLatch done = new CountDownLatch(1);
        context()
                .getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
                .adapt(FrameworkWiring.class)
                .refreshBundles(List.of(bundle), event -> {
                    if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                        done.countDown();
                    }
                });
        assertThat(done.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("refreshed")
                .isTrue();
        assertThat(bundle.getState()).isEqualTo(Bundle.ACTIVE);
    }
}
