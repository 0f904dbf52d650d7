package io.mistersmith.metrics.exporters.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.MetricsExporter;
import io.mistersmith.metrics.internal.RealMetrics;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExporterSetTest {

    private static final Map<String, Object> SOON =
            Map.of("interval.ms", 100L, "timeout.ms", "200", "backoff.ms", 10, "prefix", "acme.");

    private final RealMetrics real = new RealMetrics();
    private final RunningThreads threads = new RunningThreads();
    private final List<ExporterStatus> ended = new CopyOnWriteArrayList<>();
    private final ExporterSet set = new ExporterSet(real::families, ended::add, Duration.ofMillis(50));
    private final List<FamilySnapshot> received = new CopyOnWriteArrayList<>();

    @BeforeEach
    void begin() {
        real.metrics().counter("flagged_total", "Flagged").get().increment();
        set.threads(threads);
    }

    @AfterEach
    void close() {
        set.threads(null);
        threads.close();
    }

    @Test
    void anExporterGetsAllMetricsAgainAndAgainUnderItsPrefix() {
        set.put("a", "mine", received::addAll, SOON);

        await().until(() -> status("mine").exports() > 2);
        assertThat(received).extracting(FamilySnapshot::name).contains("acme.flagged_total");
        assertThat(status("mine").problem()).isNull();
        assertThat(status("mine").lastExport()).isNotNull();
        assertThat(ended).extracting(ExporterStatus::name).contains("mine");
    }

    @Test
    void oneThatHangsCostsOneThreadAndSlowsNobody() {
        AtomicInteger calls = new AtomicInteger();
        CountDownLatch never = new CountDownLatch(1);
        set.put("a", "hanging", families -> hang(calls, never), SOON);
        set.put("b", "fine", received::addAll, SOON);

        await().until(() -> status("hanging").failures() > 2 && status("fine").exports() > 3);
        assertThat(calls).as("calls of the one that hangs").hasValue(1);
        assertThat(status("hanging").state()).isEqualTo("hanging");
        assertThat(status("hanging").problem()).isEqualTo("not done within timeout.ms=200");

        never.countDown();
        await().until(() -> status("hanging").exports() > 0 && calls.get() > 1);
        assertThat(status("hanging").problem()).isNull();
    }

    private static void hang(AtomicInteger calls, CountDownLatch never) {
        boolean first = calls.incrementAndGet() == 1;
        while (first && never.getCount() > 0) {
            try {
                never.await();
            } catch (InterruptedException e) {
                // as badly behaved as can be
            }
        }
    }

    @Test
    void oneThatFailsIsTriedAgainAndWorksWhenItCan() {
        AtomicInteger calls = new AtomicInteger();
        set.put(
                "a",
                "failing",
                families -> {
                    if (calls.incrementAndGet() < 4) {
                        throw new IOException("503");
                    }
                },
                SOON);

        await().until(() -> status("failing").failures() > 0);
        await().until(() -> status("failing").exports() > 0);
        assertThat(status("failing").failures()).isEqualTo(3);
        assertThat(ended.get(0).problem()).isEqualTo("java.io.IOException: 503");
        assertThat(ended.get(0).state()).isEqualTo("failing");
    }

    @Test
    void anErrorIsAFailureLikeAnotherAndIsNotTheTaskOfThePool() {
        set.put(
                "a",
                "broken",
                families -> {
                    throw new NoClassDefFoundError("com/acme/Sink");
                },
                SOON);

        await().until(() -> status("broken").failures() > 2);
        assertThat(ended.get(0).problem()).isEqualTo("java.lang.NoClassDefFoundError: com/acme/Sink");
        assertThat(ended.get(0).state()).isEqualTo("failing");
    }

    @Test
    void aFullPoolIsAFailureLikeAnother() {
        threads.full = true;
        set.put("a", "waiting", received::addAll, SOON);

        await().until(() -> status("waiting").failures() > 1);
        threads.full = false;

        await().until(() -> status("waiting").exports() > 0);
    }

    @Test
    void whoIsTakenAwayIsCalledNoMore() {
        set.put("a", "gone", received::addAll, SOON);
        await().until(() -> status("gone").exports() > 0);

        set.remove("a");

        assertThat(set.list()).isEmpty();
    }

    @Test
    void withoutThreadsNobodyIsCalledAndTheListSaysSo() {
        set.threadsGone(threads);
        set.put("a", "idle", received::addAll, SOON);

        assertThat(status("idle")).isEqualTo(new ExporterStatus("idle", "off", 0, 0, null, "waiting for thread pools"));
    }

    @Test
    void oneThatIsNotEnabledIsOffAndThatIsNoProblem() {
        set.put("a", "off", received::addAll, Map.of("enabled", false));
        set.put("b", "off too", received::addAll, Map.of("enabled", "false"));

        assertThat(status("off")).isEqualTo(new ExporterStatus("off", "off", 0, 0, null, null));
        assertThat(status("off too").problem()).isNull();
    }

    @Test
    void settingsOutOfRangeTurnAnExporterOffAndNameTheKey() {
        MetricsExporter exporter = received::addAll;

        set.put("a", "fast", exporter, Map.of("interval.ms", 99));
        set.put("b", "text", exporter, Map.of("timeout.ms", "soon"));
        set.put("c", "loud", exporter, Map.of("prefix", "A b"));

        assertThat(status("fast").problem()).isEqualTo("interval.ms=99 is not within 100..86400000 ms");
        assertThat(status("text").problem()).isEqualTo("timeout.ms=soon is not a whole number");
        assertThat(status("loud").problem()).isEqualTo("prefix=A b is not [a-z][a-z0-9_.]*");
        assertThat(set.list()).extracting(ExporterStatus::state).containsOnly("off");
    }

    @Test
    void theWaitAfterFailuresDoublesUpToTheInterval() {
        ExportSettings settings =
                ExportSettings.of("x", Map.of("interval.ms", 1_000, "timeout.ms", 10, "backoff.ms", 100));

        Map<Integer, Long> longest = Map.of(1, 100L, 2, 200L, 3, 400L, 4, 800L, 5, 1_000L, 1_000, 1_000L);

        longest.forEach((failures, millis) ->
                assertThat(settings.waitAfter(failures).toMillis()).isBetween(millis / 2, millis));
    }

    @Test
    void samplesAreTakenForTheLastMinutes() {
        await().until(() -> set.history().names().contains("flagged_total"));
    }

    private ExporterStatus status(String name) {
        return set.list().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anErrorOfWhoCountsTheExportsDoesNotEndThem() {
        ExporterSet counted = new ExporterSet(
                real::families,
                status -> {
                    throw new AssertionError("metrics of a replaced provider");
                },
                Duration.ofMillis(50));
        counted.threads(threads);
        counted.put("a", "mine", received::addAll, SOON);

        await().until(() -> counted.list().get(0).exports() > 2);
        counted.threads(null);
    }

    @Test
    void aTimerThatIsRejectedIsAskedForAgain() {
        threads.noTimers = true;
        set.put("a", "mine", received::addAll, SOON);
        threads.noTimers = false;

        await().until(() -> status("mine").exports() > 2);
    }
}
