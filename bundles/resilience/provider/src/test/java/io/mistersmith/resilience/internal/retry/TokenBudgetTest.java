package io.mistersmith.resilience.internal.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TokenBudgetTest {

    private static final long SECOND = 1_000_000_000;

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - SECOND); // nanoTime may overflow

    private TokenBudget budget(int percent, int minPerSecond, int burst) {
        return new TokenBudget("b", new TokenBudget.Settings(percent, minPerSecond, burst), clock::get);
    }

    private static int taken(TokenBudget budget) {
        int taken = 0;
        while (budget.tryRetry()) {
            taken++;
        }
        return taken;
    }

    @Test
    void shareOfTheCallsMayBeRetried() {
        TokenBudget budget = budget(20, 0, 1_000);
        assertThat(taken(budget)).as("burst").isEqualTo(1_000);

        for (int i = 0; i < 1_000; i++) {
            budget.called();
        }

        assertThat(budget.available()).isEqualTo(200);
        assertThat(taken(budget)).isEqualTo(200);
        assertThat(budget.counts())
                .containsEntry("calls", 1_000L)
                .containsEntry("retries", 1_200L)
                .containsEntry("refused", 2L);
        assertThat(budget.state()).isEqualTo("spent");
    }

    @Test
    void eachSecondAllowsSomeHoweverFewCallsThereAre() {
        TokenBudget budget = budget(0, 10, 100);
        taken(budget);

        clock.addAndGet(SECOND / 2);
        assertThat(taken(budget)).isEqualTo(5);
        for (int i = 0; i < 10_000; i++) { // looking often loses nothing
            clock.addAndGet(SECOND / 10_000);
            budget.available();
        }
        assertThat(taken(budget)).isEqualTo(10);
        clock.addAndGet(86_400 * SECOND);
        assertThat(taken(budget)).as("no more than the burst").isEqualTo(100);
    }

    @Test
    void changedSettingsKeepWhatIsThereUpToTheBurst() {
        TokenBudget budget = budget(20, 0, 50);

        budget.settings(new TokenBudget.Settings(20, 0, 30));

        assertThat(budget.available()).isEqualTo(30);
        taken(budget);
        budget.settings(new TokenBudget.Settings(20, 0, 60));
        assertThat(budget.available()).isZero();
        budget.reset();
        assertThat(budget.available()).isEqualTo(60);
    }
}
