package io.mistersmith.configuration.internal.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.configuration.WaitingChange;
import io.mistersmith.configuration.internal.guard.Schemas;
import io.mistersmith.configuration.internal.guard.Target;
import io.mistersmith.configuration.internal.schema.Designate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class ApplyingTest {

    private static final String PID = "io.mistersmith.examples.orders";
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private final Target target = new Target(PID, Schemas.ordersDesignate(), null);
    private final List<Runnable> now = new ArrayList<>();
    private final List<Runnable> later = new ArrayList<>();
    private final List<String> redelivered = new ArrayList<>();
    private final List<String> staged = new ArrayList<>();
    private final List<FakeDrain> drains = new ArrayList<>();
    private boolean used = true;
    private final Applying applying = new Applying(
            new Applying.Users() {
                @Override
                public boolean uses(Target asked) {
                    return used;
                }

                @Override
                public Applying.Drain drain(String pid, Set<String> keys) {
                    drains.add(new FakeDrain(keys));
                    return drains.get(drains.size() - 1);
                }

                @Override
                public void staged(String pid) {
                    staged.add(pid);
                }
            },
            this::after,
            redelivered::add,
            Clock.fixed(NOON, ZoneOffset.UTC));

    private static final class FakeDrain implements Applying.Drain {
        private final Set<String> keys;
        private final CompletableFuture<Object> done = new CompletableFuture<>();
        private boolean resumed;

        FakeDrain(Set<String> keys) {
            this.keys = keys;
        }

        @Override
        public CompletionStage<?> done() {
            return done;
        }

        @Override
        public Collection<String> late() {
            return done.isDone() ? List.of() : List.of("the busy one");
        }

        @Override
        public void resume() {
            resumed = true;
        }
    }

    @Test
    void withoutAStrategyChangesTakeEffectAtOnce() {
        read(1, "immediate");

        assertThat(read(2, "immediate")).isEqualTo(2);
        assertThat(applying.waiting()).isEmpty();
    }

    @Test
    void gracefulWaitsUntilWhatIsUnderWayEnded() {
        read(1, "graceful");
        assertThat(read(2, "graceful")).isEqualTo(1);
        work();
        assertThat(drains).singleElement().satisfies(drain -> assertThat(drain.keys)
                .containsExactly("large.above"));
        assertThat(read(2, "graceful")).as("asked again").isEqualTo(1);
        assertThat(applying.waiting()).containsExactly(new WaitingChange(PID, Set.of("large.above"), "graceful", NOON));
        assertThat(redelivered).isEmpty();

        drains.get(0).done.complete(null);
        work();

        assertThat(redelivered).containsExactly(PID);
        assertThat(read(2, "graceful")).isEqualTo(2);
        work();
        assertThat(drains.get(0).resumed).isTrue();
        assertThat(applying.waiting()).isEmpty();
    }

    @Test
    void gracefulAppliesAnywayAfterItsTimeoutAndOnce() {
        read(1, "graceful");
        read(2, "graceful");
        work();

        later.remove(0).run();
        drains.get(0).done.complete(null);
        work();

        assertThat(redelivered).containsExactly(PID);
        assertThat(read(2, "graceful")).isEqualTo(2);
    }

    @Test
    void theNewestOfTheChangesThatCameWhileDrainingTakesEffect() {
        read(1, "graceful");
        read(2, "graceful");
        work();
        assertThat(read(3, "graceful")).isEqualTo(1);
        work();
        assertThat(drains).hasSize(1);

        drains.get(0).done.complete(null);
        work();

        assertThat(read(3, "graceful")).isEqualTo(3);
    }

    @Test
    void aChangeThatIsTakenBackWhileDrainingEndsTheDrain() {
        read(1, "graceful");
        read(2, "graceful");
        work();

        assertThat(read(1, "graceful")).isEqualTo(1);
        work();

        assertThat(drains.get(0).resumed).isTrue();
        assertThat(applying.waiting()).isEmpty();
        drains.get(0).done.complete(null);
        work();
        assertThat(redelivered).isEmpty();
    }

    @Test
    void onNextUseWaitsUntilItIsUsed() {
        read(1, "on_next_use");
        assertThat(read(2, "on_next_use")).isEqualTo(1);
        work();
        assertThat(staged).containsExactly(PID);
        assertThat(applying.waitsForUse(PID)).isTrue();
        assertThat(drains).isEmpty();

        assertThat(applying.use(PID)).isTrue();

        assertThat(read(2, "on_next_use")).isEqualTo(2);
        work();
        assertThat(redelivered).containsExactly(PID);
        assertThat(applying.use(PID)).isFalse();
    }

    @Test
    void anOperatorNeedsNotWaitButAUseDoesNotCutADrainShort() {
        read(1, "graceful");
        read(2, "graceful");
        work();

        assertThat(applying.use(PID)).isFalse();
        assertThat(applying.apply(PID)).isTrue();
        work();

        assertThat(read(2, "graceful")).isEqualTo(2);
        work();
        assertThat(drains.get(0).resumed).isTrue();
        assertThat(applying.apply(PID)).isFalse();
    }

    @Test
    void whereNobodyUsesAPidYetChangesTakeEffectAtOnce() {
        used = false;
        read(1, "on_next_use");

        assertThat(read(2, "on_next_use")).isEqualTo(2);
    }

    @Test
    void whenTheLastUserStopsNothingWaitsAnyMore() {
        read(1, "on_next_use");
        read(2, "on_next_use");

        applying.unused(List.of("another"));
        assertThat(applying.waiting()).hasSize(1);
        applying.unused(List.of(PID));
        work();

        assertThat(redelivered).containsExactly(PID);
        assertThat(read(2, "on_next_use")).isEqualTo(2);
    }

    @Test
    void afterARefusalTheValuesOfBeforeComeBackAtOnce() {
        read(1, "on_next_use");
        read(2, "on_next_use");
        applying.use(PID);
        read(2, "on_next_use");

        applying.forget(PID);

        assertThat(read(1, "on_next_use")).isEqualTo(1);
    }

    @Test
    void theStrategyItselfChangesAtOnce() {
        read(1, "on_next_use");

        assertThat(read(1, "graceful")).isEqualTo(1);
        assertThat(applying.current(PID)).containsEntry("apply.strategy", "graceful");
        assertThat(applying.waiting()).isEmpty();
    }

    @Test
    void aStrategyThatComesWithOtherChangesHoldsForThem() {
        read(1, "immediate");

        assertThat(read(2, "on_next_use")).isEqualTo(1);
        assertThat(applying.waiting()).singleElement().satisfies(change -> assertThat(change.message())
                .startsWith(PID + ": large.above waits for the next use since 2026-11-22T12:00:00Z. cfg:apply " + PID));
    }

    @Test
    void whatTheContainerSetsDoesNotWait() {
        read(1, "on_next_use");
        Map<String, Object> moved = decided(2, "on_next_use");
        moved.put("service.bundleLocation", "elsewhere");

        assertThat(applying.inForce(target, moved))
                .containsEntry("large.above", "1")
                .containsEntry("service.bundleLocation", "elsewhere");
    }

    @Test
    void instancesWaitEachForThemselves() {
        Designate factory = new Designate("io.mistersmith.pools.jdbc", true, Schemas.orders(), true);
        Target one = new Target("io.mistersmith.pools.jdbc~one", factory, null);
        applying.inForce(one, decided(1, "on_next_use"));
        applying.inForce(one, decided(2, "on_next_use"));
        read(1, "on_next_use");

        assertThat(applying.waiting()).extracting(WaitingChange::pid).containsExactly("io.mistersmith.pools.jdbc~one");
        applying.unused(List.of("io.mistersmith.pools.jdbc"));
        assertThat(applying.inForce(one, decided(2, "on_next_use"))).containsEntry("large.above", "2");
    }

    private int read(int value, String strategy) {
        return Integer.parseInt(String.valueOf(
                applying.inForce(target, decided(value, strategy)).get("large.above")));
    }

    private static Map<String, Object> decided(int value, String strategy) {
        return new LinkedHashMap<>(
                Map.of("service.pid", PID, "large.above", String.valueOf(value), "apply.strategy", strategy));
    }

    private void after(Duration delay, Runnable work) {
        (delay.isZero() ? now : later).add(work);
    }

    private void work() {
        while (!now.isEmpty()) {
            now.remove(0).run();
        }
    }
}
