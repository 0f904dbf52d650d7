package io.mistersmith.eventbus.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mistersmith.eventbus.internal.core.CoarseClock;
import io.mistersmith.testkit.ManualClock;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CoarseClockTest {

    private static final String THREAD = "smith-eventbus-clock";
    private static final long BOUND_NANOS = 30_000_000_000L;

    private final AtomicLong traffic = new AtomicLong();

    @Test
    void timeGoesOnWhileManyAskAndTheThreadEndsWithThem() {
        CoarseClock clock = new CoarseClock(Clock.systemUTC(), traffic::get);
        long began = System.nanoTime();
        boolean noted = false;
        long first = clock.millis();
        while ((!noted || clock.millis() < first + 200) && System.nanoTime() - began < BOUND_NANOS) {
            traffic.incrementAndGet();
            long unused = clock.millis();
            noted |= traffic.get() % 10_000 == 0 && running();
        }

        assertThat(noted).as("a thread noted the time").isTrue();
        assertThat(clock.millis()).isGreaterThanOrEqualTo(first + 200);
        await().untilAsserted(() -> assertThat(running()).as("the thread runs").isFalse());
        assertThat(clock.millis()).isBetween(System.currentTimeMillis() - 1_000, System.currentTimeMillis());
    }

    @Test
    void anotherClockIsReadEachTime() {
        ManualClock manual = new ManualClock();
        CoarseClock clock = new CoarseClock(manual, traffic::get);
        for (int i = 0; i < 100_000; i++) {
            long unused = clock.millis();
        }

        manual.advance(Duration.ofHours(1));

        assertThat(clock.millis()).isEqualTo(manual.millis());
        assertThat(running()).isFalse();
    }

    private static boolean running() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals(THREAD));
    }
}
