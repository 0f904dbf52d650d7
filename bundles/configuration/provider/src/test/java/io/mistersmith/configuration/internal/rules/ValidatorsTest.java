package io.mistersmith.configuration.internal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.configuration.ConfigurationValidator;
import io.mistersmith.configuration.ConfigurationValidator.Finding;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ValidatorsTest {

    private final ExecutorService pool = Executors.newCachedThreadPool();
    private final CountDownLatch never = new CountDownLatch(1);
    private final Validators validators = new Validators(() -> pool, Duration.ofMillis(200));

    @AfterEach
    void close() {
        never.countDown();
        pool.shutdownNow();
    }

    @Test
    void eachIsAskedAboutItsPidsOnly() {
        add("one", "a", values -> List.of(new Finding("min", "is above max=" + values.get("max"))));
        add("other", "b", values -> List.of(new Finding("x", "is wrong")));

        assertThat(validators.findings("a", Map.of("max", 5))).containsExactly(new Finding("min", "is above max=5"));
        assertThat(validators.findings("c", Map.of())).isEmpty();
    }

    @Test
    void anExceptionRefuses() {
        add("one", "a", values -> {
            throw new IllegalStateException("broken");
        });

        assertThat(validators.findings("a", Map.of()))
                .containsExactly(
                        new Finding("", "the validator of one failed: java.lang.IllegalStateException: broken"));
    }

    @Test
    void anErrorThatLeavesTheThreadInterruptedRefuses() {
        Validators here = new Validators(() -> null, Duration.ofMillis(200));
        here.add(
                "one",
                values -> {
                    Thread.currentThread().interrupt();
                    throw new StackOverflowError("deep");
                },
                "one",
                Set.of("a"));

        assertThat(here.findings("a", Map.of()))
                .containsExactly(new Finding("", "the validator of one failed: java.lang.StackOverflowError: deep"));
        assertThat(Thread.interrupted()).as("left interrupted").isFalse();
    }

    @Test
    void oneThatHangsRefusesAndIsNotAskedAgainUntilItIsThereAnew() {
        AtomicInteger asked = new AtomicInteger();
        ConfigurationValidator hanging = values -> {
            asked.incrementAndGet();
            never.await();
            return List.of();
        };
        add("one", "a", hanging);

        assertThat(validators.findings("a", Map.of()))
                .containsExactly(new Finding("", "the validator of one did not answer within 200 ms"));
        assertThat(validators.findings("a", Map.of()))
                .containsExactly(new Finding("", "the validator of one does not answer; plugin:restart it"));
        assertThat(asked).hasValue(1);

        validators.remove("one");
        assertThat(validators.findings("a", Map.of())).isEmpty();
        add("one", "a", values -> List.of());
        assertThat(validators.findings("a", Map.of())).isEmpty();
    }

    @Test
    void withoutAPoolTheyAreAskedAllTheSame() {
        Validators alone = new Validators(() -> null, Duration.ofMillis(200));
        alone.add("one", values -> List.of(new Finding("a", "no")), "one", Set.of("a"));

        assertThat(alone.findings("a", Map.of())).hasSize(1);
    }

    private void add(String id, String pid, ConfigurationValidator validator) {
        validators.add(id, validator, id, Set.of(pid));
    }
}
