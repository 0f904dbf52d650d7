package io.mistersmith.eventbus.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.eventbus.EventContext;
import io.mistersmith.eventbus.EventHandler;
import io.mistersmith.eventbus.internal.Orders.Ping;
import io.mistersmith.eventbus.internal.core.Limits;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The warning about a handler that takes long; while it runs, the handler itself lets the time go on. */
class SlowHandlersTest {

    private final Fixture f = new Fixture();
    private final PrintStream stderr = System.err;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    @BeforeEach
    void capture() {
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void release() {
        System.setErr(stderr);
    }

    /** Takes as many milliseconds as its event says. */
    private final class Sleepy implements EventHandler<Ping> {

        @Override
        public void handle(Ping ping, EventContext context) {
            passTheTime(ping.n());
        }

        private void passTheTime(int millis) {
            f.pools.advance(Duration.ofMillis(millis));
        }
    }

    @Test
    void slowHandlerIsNamedOnceWithBundleClassAndStack() {
        f.bus.subscribe(Ping.class, o -> {}, new Sleepy());

        publish(2_000);

        assertThat(warnings()).isEqualTo(1);
        assertThat(log())
                .contains("subscription=shop-1, bundle=shop/1.0.0, handler=" + Sleepy.class.getName())
                .contains("thread=" + Thread.currentThread().getName())
                .contains("at " + Sleepy.class.getName() + ".passTheTime(SlowHandlersTest.java:");
    }

    @Test
    void theNextSlowCallIsNamedAgain() {
        f.bus.subscribe(Ping.class, o -> {}, new Sleepy());

        publish(2_000);
        publish(2_000);

        assertThat(warnings()).isEqualTo(2);
    }

    @Test
    void manyQuickCallsAreNoSlowOne() {
        f.bus.subscribe(Ping.class, o -> {}, new Sleepy());

        for (int i = 0; i < 20; i++) {
            f.bus.publish(new Ping(100));
        }
        f.pools.drain();

        assertThat(warnings()).isZero();
    }

    @Test
    void zeroSwitchesTheWarningOff() {
        f.core.limits(new Limits(
                10_000, Duration.ZERO, Duration.ofSeconds(5), 1_000, 10_000, Duration.ZERO, 1 << 24, 1 << 26, 3));
        f.bus.subscribe(Ping.class, o -> {}, new Sleepy());

        publish(60_000);

        assertThat(warnings()).isZero();
        assertThat(f.pools.delayed()).isZero();
    }

    @Test
    void nobodyWatchesAQuietBus() {
        f.bus.subscribe(Ping.class, o -> {}, new Sleepy());
        publish(1);
        assertThat(f.pools.delayed()).as("watching").isOne();

        f.seconds(10);

        assertThat(f.pools.delayed()).as("not watching").isZero();
    }

    private void publish(int millis) {
        f.bus.publish(new Ping(millis));
        f.pools.drain();
    }

    private int warnings() {
        return log().split("Slow handler: ", -1).length - 1;
    }

    private String log() {
        return log.toString(StandardCharsets.UTF_8);
    }
}
