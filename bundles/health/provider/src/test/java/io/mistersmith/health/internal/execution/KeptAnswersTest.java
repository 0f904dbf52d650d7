package io.mistersmith.health.internal.execution;

import static io.mistersmith.health.internal.execution.Desk.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mistersmith.health.internal.execution.Desk.Counting;
import io.mistersmith.health.internal.execution.Desk.Hanging;
import java.time.Duration;
import java.util.Map;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers that are used again: for a while, until the next is due, and because they stick. */
class KeptAnswersTest {

    private final Desk desk = new Desk();
    private final Counting check = new Counting();

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void anAnswerIsUsedForItsTimeAndNoLonger() {
        desk.add("printer", check);

        assertUsedFor(2_000);
    }

    @Test
    void aCheckMaySayHowLongItsAnswerIsUsed() {
        desk.add("printer", check, Map.of(HealthCheck.RESULT_CACHE_TTL_IN_MS, 60_000L));

        assertUsedFor(60_000);
    }

    private void assertUsedFor(int millis) {
        desk.round();
        desk.millis.addAndGet(millis - 1);
        desk.round();
        assertThat(check.times).hasValue(1);

        desk.millis.addAndGet(1);
        desk.round();

        assertThat(check.times).hasValue(2);
    }

    @Test
    void whoForcesAnAnswerGetsANewOne() {
        desk.add("printer", check);

        desk.force();
        desk.force();

        assertThat(check.times).hasValue(2);
    }

    @Test
    void aClockThatIsSetBackEndsTheUseOfAnAnswer() {
        desk.add("printer", check);
        desk.round();
        desk.millis.addAndGet(-3_600_000);

        desk.round();

        assertThat(check.times).hasValue(2);
    }

    @Test
    void aLookBeginsWhatIsDueAndTellsTheLastAnswerMeanwhile() {
        desk.add("printer", check);
        desk.round();
        check.says = new Result(Status.CRITICAL, "no paper");
        desk.millis.addAndGet(5_000);

        assertThat(lines(desk.executions.look())).hasSize(1);
        await().untilAsserted(
                        () -> assertThat(lines(desk.executions.look())).containsExactly("printer CRITICAL, no paper"));
        assertThat(check.times).hasValue(2);
    }

    @Test
    void whatWasNotOkSticksForItsTime() {
        desk.add("printer", check, Map.of(HealthCheck.KEEP_NON_OK_RESULTS_STICKY_FOR_SEC, 60L));
        check.says = new Result(Status.CRITICAL, "no paper");
        desk.force();
        check.says = new Result(Status.WARN, "little paper");
        desk.force();
        check.says = new Result(Status.OK, "well");

        desk.millis.addAndGet(59_999);
        assertThat(lines(desk.force()))
                .containsExactly("printer CRITICAL, well, "
                        + "little paper (kept: it was so at 1970-01-01T00:16:40Z), "
                        + "no paper (kept: it was so at 1970-01-01T00:16:40Z)");

        desk.millis.addAndGet(1);
        assertThat(lines(desk.force())).containsExactly("printer OK, well");
    }

    @Test
    void forEverIsLongEnough() {
        desk.add("printer", check, Map.of(HealthCheck.KEEP_NON_OK_RESULTS_STICKY_FOR_SEC, Long.MAX_VALUE));
        check.says = new Result(Status.WARN, "little paper");
        desk.force();
        check.says = new Result(Status.OK, "well");
        desk.millis.addAndGet(Duration.ofDays(3_650).toMillis());

        assertThat(lines(desk.force())).singleElement().asString().startsWith("printer WARN, well, little paper");
    }

    @Test
    void aCheckWithAnIntervalIsAskedAtItAndByNobodyElse() {
        desk.add("printer", check, Map.of(HealthCheck.ASYNC_INTERVAL_IN_SEC, 3_600L));
        desk.executions.tick();
        await().untilAsserted(() -> assertThat(lines(desk.round())).containsExactly("printer OK, well"));

        desk.millis.addAndGet(60_000);
        desk.round();
        desk.executions.look();
        desk.executions.tick();

        assertThat(check.times).hasValue(1);
        desk.force();
        assertThat(check.times).hasValue(2);
    }

    @Test
    void anIntervalOfASecondMeansEveryTick() {
        desk.add("printer", check, Map.of(HealthCheck.ASYNC_INTERVAL_IN_SEC, 1L));

        await().pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
            desk.executions.tick();
            assertThat(check.times).hasValueGreaterThan(2);
        });
    }

    @Test
    void aCheckWithAnIntervalMayBeSlowAndSaysThatItHasNotAnsweredYet() {
        Hanging slow = new Hanging();
        desk.add("printer", slow, Map.of(HealthCheck.ASYNC_INTERVAL_IN_SEC, 3_600L));

        assertThat(lines(desk.round())).containsExactly("printer WARN, not answered yet");

        slow.letGo();
        await().untilAsserted(() -> assertThat(lines(desk.round())).containsExactly("printer OK, at last"));
        assertThat(slow.times).hasValue(1);
    }

    @Test
    void aCheckWithAnIntervalThatHangsIsNamedAfterItsTime() {
        Hanging hangs = new Hanging();
        desk.add("printer", hangs, Map.of(HealthCheck.ASYNC_INTERVAL_IN_SEC, 3_600L, Description.TIMEOUT, 50L));
        desk.executions.tick();

        await().untilAsserted(() -> assertThat(lines(desk.round()))
                .singleElement()
                .asString()
                .startsWith("printer HEALTH_CHECK_ERROR late, no answer for "));

        desk.executions.tick();
        assertThat(hangs.times).hasValue(1);
        hangs.letGo();
    }
}
