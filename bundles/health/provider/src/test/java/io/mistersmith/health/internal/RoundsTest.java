package io.mistersmith.health.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTest {

    private final Rounds rounds = new Rounds();

    @Test
    void aRoundLikeTheOneBeforeChangesNothing() {
        assertThat(rounds.changes(List.of(check(1, "disk", Health.HEALTHY)))).isEmpty();
        assertThat(rounds.changes(List.of(check(1, "disk", Health.HEALTHY)))).isEmpty();
    }

    @Test
    void aCheckThatTurnsTakesTheWholeWithItAndBack() {
        List<CheckView> well = List.of(check(1, "disk", Health.HEALTHY), check(2, "cpu", Health.HEALTHY));
        rounds.changes(well);

        assertThat(rounds.changes(List.of(check(1, "disk", Health.UNHEALTHY), check(2, "cpu", Health.HEALTHY))))
                .containsExactly(
                        new Change("disk", Health.HEALTHY, Health.UNHEALTHY, "disk says so"),
                        new Change("container", Health.HEALTHY, Health.UNHEALTHY, "disk: disk says so"));
        assertThat(rounds.changes(well))
                .containsExactly(
                        new Change("disk", Health.UNHEALTHY, Health.HEALTHY, "disk says so"),
                        new Change("container", Health.UNHEALTHY, Health.HEALTHY, "every check is healthy"));
    }

    @Test
    void theWholeIsAsBadAsTheWorst() {
        assertThat(rounds.changes(List.of(
                        check(1, "a", Health.DEGRADED),
                        check(2, "b", Health.UNHEALTHY),
                        check(3, "c", Health.UNKNOWN))))
                .last()
                .isEqualTo(new Change("container", Health.HEALTHY, Health.UNHEALTHY, "b: b says so"));
    }

    @Test
    void aCheckThatGoesIsNoChangeButTheWholeMayRecover() {
        rounds.changes(List.of(check(1, "a", Health.UNHEALTHY)));

        assertThat(rounds.changes(List.of()))
                .containsExactly(new Change("container", Health.UNHEALTHY, Health.HEALTHY, "every check is healthy"));
    }

    @Test
    void checksOfOneNameAreToldApart() {
        rounds.changes(List.of(check(1, "orders", Health.HEALTHY), check(2, "orders", Health.DEGRADED)));

        assertThat(rounds.changes(List.of(check(1, "orders", Health.HEALTHY), check(2, "orders", Health.DEGRADED))))
                .isEmpty();
    }

    private static CheckView check(long service, String name, Health status) {
        return new CheckView(service, name, status, List.of(), "bundle", name + " says so", 0);
    }
}
