package io.mistersmith.itests.karaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mistersmith.eventbus.EventBus;
import io.mistersmith.eventbus.SubscriptionStatus;
import io.mistersmith.eventbus.Subscriptions;
import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.Metrics;
import io.mistersmith.metrics.MetricsReader;
import io.mistersmith.threads.ThreadPools;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Test;

/** What a bundle asked for ends when it stops, and only that. */
public class StoppedBundleIT extends InContainer {

    @Test
    public void twoBundlesShareOneBusAndWhatTheStoppedOneSubscribedIsGone() throws Exception {
        try (Guest guest = Guest.started("guest-of-the-bus")) {
            EventBus ours = get(EventBus.class);
            EventBus theirs = get(guest.context(), EventBus.class);
            Greetings heard = new Greetings();
            Greetings heardByGuest = new Greetings();
            ours.subscribe(Greeting.class, options -> {}, heard);
            theirs.subscribe(Greeting.class, options -> {}, heardByGuest);

            assertThat(ours).isNotSameAs(theirs);
            ours.publish(new Greeting("first"));
            theirs.publish(new Greeting("second"));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(heardByGuest.names()).containsExactlyInAnyOrder("first", "second"));
            assertThat(get(Subscriptions.class).list())
                    .extracting(SubscriptionStatus::bundle)
                    .contains("guest-of-the-bus/1.0.0");

            guest.stop();

            await("the subscription is gone").atMost(PATIENCE).untilAsserted(() -> assertThat(
                            get(Subscriptions.class).list())
                    .extracting(SubscriptionStatus::bundle)
                    .isNotEmpty()
                    .doesNotContain("guest-of-the-bus/1.0.0"));
            ours.publish(new Greeting("third"));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(heard.names()).contains("first", "second", "third"));
            assertThat(heardByGuest.names()).doesNotContain("third");
        }
    }

    @Test
    public void whatTheStoppedBundleMeasuredIsGone() throws Exception {
        try (Guest guest = Guest.started("guest-of-metrics")) {
            get(guest.context(), Metrics.class)
                    .counter("guest_visits_total", "Visits")
                    .get()
                    .increment();
            get(Metrics.class).counter("host_visits_total", "Visits").get().increment();
            assertThat(families()).contains("guest_visits_total", "host_visits_total");

            guest.stop();

            await("the meter is gone").atMost(PATIENCE).untilAsserted(() -> assertThat(families())
                    .contains("host_visits_total")
                    .doesNotContain("guest_visits_total"));
        }
    }

    @Test
    public void theTimerOfTheStoppedBundleEnds() throws Exception {
        try (Guest guest = Guest.started("guest-of-threads")) {
            AtomicInteger runs = new AtomicInteger();
            AtomicInteger ourRuns = new AtomicInteger();
            get(guest.context(), ThreadPools.class).every(Duration.ofMillis(5), runs::incrementAndGet);
            var ourTimer = get(ThreadPools.class).every(Duration.ofMillis(5), ourRuns::incrementAndGet);
            await().atMost(PATIENCE).until(() -> runs.get() > 3 && ourRuns.get() > 3);

            guest.stop();

            int atStop = runs.get();
            int ourAtStop = ourRuns.get();
            await("our timer goes on").atMost(PATIENCE).until(() -> ourRuns.get() > ourAtStop + 20);
            assertThat(runs.get())
                    .as("runs after the stop, at most the one that ran")
                    .isLessThanOrEqualTo(atStop + 1);
            ourTimer.cancel();
        }
    }

    private static List<String> families() {
        return get(MetricsReader.class).families().stream()
                .map(FamilySnapshot::name)
                .toList();
    }
}
