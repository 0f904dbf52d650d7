package io.mistersmith.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.timelimiter.TimeLimiter;
import io.mistersmith.event.EventType;
import io.mistersmith.event.PayloadCodec;
import io.mistersmith.event.Subject;
import io.mistersmith.event.internal.JacksonPayloadCodec;
import io.mistersmith.eventbus.EventBus;
import io.mistersmith.eventbus.EventContext;
import io.mistersmith.eventbus.EventHandler;
import io.mistersmith.resilience.RetryBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleException;

/** Breakers, retries and limits as files and services: they come, change below their users, and go. */
class ResilienceInFrameworkTest {

    private static final String PID = "io.mistersmith.resilience.";
    private static final String BREAKER = PID + "breaker-orders.cfg";
    private static final String NAMED = "(resilience.name=orders)";

    private final TestFramework framework;

    ResilienceInFrameworkTest(@TempDir Path folder) throws BundleException, IOException {
        framework = TestFramework.open(folder.toRealPath().resolve("home"), "io.mistersmith.resilience.provider");
    }

    @AfterEach
    void close() throws BundleException {
        framework.close();
    }

    @Test
    void breakerComesChangesBelowItsUsersAndGoesWithItsFile() throws Exception {
        framework.save(BREAKER, "window.size=4\nminimum.calls=4\nrecord.exceptions=a.B, java.io.IOException\n");
        CircuitBreaker breaker = framework.service(CircuitBreaker.class, NAMED);
        for (int i = 0; i < 4; i++) {
            breaker.onError(1, TimeUnit.NANOSECONDS, new IllegalStateException("not in the list"));
        }
        assertThat(breaker.getState()).isEqualTo(CircuitBreaker.State.CLOSED);
        for (int i = 0; i < 4; i++) {
            breaker.onError(1, TimeUnit.NANOSECONDS, new IOException("in the list"));
        }
        assertThatExceptionOfType(CallNotPermittedException.class).isThrownBy(() -> breaker.executeRunnable(() -> {}));

        framework.save(BREAKER, "window.size=4\nminimum.calls=4\nopen.ms=1\nhalf.open.calls=1\n");

        await().until(() -> breaker.getCircuitBreakerConfig().getPermittedNumberOfCallsInHalfOpenState() == 1);
        await().ignoreExceptions().until(() -> breaker.executeSupplier(() -> true));
        assertThat(breaker.getState()).isEqualTo(CircuitBreaker.State.CLOSED);

        framework.save(BREAKER, "window.size=4\nminimum.calls=5\nhalf.open.calls=2\n"); // refused
        framework.save(PID + "timeout-later.cfg", "timeout.ms=7\n"); // looked at after the other
        framework.service(TimeLimiter.class, "(resilience.name=later)");
        assertThat(breaker.getCircuitBreakerConfig().getPermittedNumberOfCallsInHalfOpenState())
                .isEqualTo(1);

        Files.delete(framework.etc(BREAKER));
        await().until(() -> framework
                .context()
                .getServiceReferences(CircuitBreaker.class, NAMED)
                .isEmpty());
    }

    @Test
    void eachKindIsAServiceOfTheLibrarysType() throws Exception {
        framework.save(PID + "retry-orders.cfg", "attempts=2\nbackoff.multiplier=1.5\nbackoff.jitter=0\nbudget=few\n");
        framework.save(PID + "budget-orders.cfg", "percent=0\nmin.per.second=0\nburst=3\n");
        framework.save(PID + "bulkhead-orders.cfg", "max.calls=7\n");
        framework.save(PID + "limiter-orders.cfg", "calls=3\nperiod.ms=60000\n");
        framework.save(PID + "timeout-orders.cfg", "timeout.ms=77\n");

        assertThat(framework.service(Retry.class, NAMED).getRetryConfig().getMaxAttempts())
                .isEqualTo(2);
        assertThat(framework.service(Bulkhead.class, NAMED).getBulkheadConfig().getMaxConcurrentCalls())
                .isEqualTo(7);
        assertThat(framework
                        .service(TimeLimiter.class, NAMED)
                        .getTimeLimiterConfig()
                        .getTimeoutDuration())
                .isEqualTo(Duration.ofMillis(77));
        RateLimiter limiter = framework.service(RateLimiter.class, NAMED);
        RetryBudget budget = framework.service(RetryBudget.class, NAMED);
        assertThat(limiter.acquirePermission(3)).isTrue();
        assertThat(budget.available()).isEqualTo(3);

        framework.save(PID + "limiter-orders.cfg", "calls=9\nperiod.ms=60001\n");
        framework.save(PID + "budget-orders.cfg", "percent=0\nmin.per.second=0\nburst=2\n");

        await().until(() -> budget.available() == 2);
        await().until(() -> limiter.acquirePermission(9));
    }

    @Test
    void changeOfABreakerIsAnEventThatASubscriberTakesWithARecordOfItsOwn() throws Exception {
        List<Opened> heard = new CopyOnWriteArrayList<>();
        framework.install(30, "org.jctools.core");
        framework.context().registerService(PayloadCodec.class, new JacksonPayloadCodec(), null);
        framework.context().registerService(EventHandler.class, new Notes(heard), null);
        framework.install(40, "io.mistersmith.threads.provider");
        framework.install(50, "io.mistersmith.eventbus.provider");
        assertThat(framework.service(EventBus.class)).isNotNull();
        framework.save(BREAKER, "window.size=4\nminimum.calls=4\n");
        CircuitBreaker breaker = framework.service(CircuitBreaker.class, NAMED);

        await().untilAsserted(() -> {
            breaker.transitionToClosedState();
            breaker.transitionToForcedOpenState();
            assertThat(heard).isNotEmpty();
        });

        assertThat(heard).allMatch(new Opened("orders", "closed", "forced open")::equals);
    }

    @EventType("breaker.opened")
    record Opened(@Subject String name, String from, String to) {}

    /** Notes which breakers open. */
    private static final class Notes implements EventHandler<Opened> {

        private final List<Opened> heard;

        Notes(List<Opened> heard) {
            this.heard = heard;
        }

        @Override
        public void handle(Opened opened, EventContext context) {
            heard.add(opened);
        }
    }
}
