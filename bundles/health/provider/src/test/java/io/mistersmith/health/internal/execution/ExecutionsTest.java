package io.mistersmith.health.internal.execution;

import static io.mistersmith.health.internal.execution.Desk.lines;
import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.health.internal.execution.Desk.Counting;
import io.mistersmith.health.internal.execution.Desk.Hanging;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.apache.felix.hc.api.ResultLog;
import org.apache.felix.hc.api.execution.HealthCheckExecutionOptions;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExecutionsTest {

    private final Desk desk = new Desk();

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void checksThatAreMeantAnswerTheWorstFirst() {
        desk.add("disk", says(Status.OK, "9 GiB free"), Map.of(), "ready");
        desk.add("printer", says(Status.CRITICAL, "no paper"), Map.of(), "ready");
        desk.add("cpu", says(Status.WARN, "busy"), Map.of(), "use");

        assertThat(lines(desk.round()))
                .containsExactly("printer CRITICAL, no paper", "cpu WARN, busy", "disk OK, 9 GiB free");
        assertThat(lines(desk.executions.execute(HealthCheckSelector.tags("ready"))))
                .containsExactly("printer CRITICAL, no paper", "disk OK, 9 GiB free");
        assertThat(lines(desk.executions.execute(
                        HealthCheckSelector.tags("ready", "use", "-ready"),
                        new HealthCheckExecutionOptions().setCombineTagsWithOr(true))))
                .containsExactly("cpu WARN, busy");
    }

    @Test
    void checksOfARoundRunAtTheSameTime() {
        CyclicBarrier barrier = new CyclicBarrier(3);
        HealthCheck meets = () -> {
            try {
                barrier.await(10, TimeUnit.SECONDS);
                return new Result(Status.OK, "met");
            } catch (Exception e) {
                return new Result(Status.CRITICAL, "alone");
            }
        };
        desk.add("a", meets);
        desk.add("b", meets);
        desk.add("c", meets);

        assertThat(lines(desk.round())).containsExactly("a OK, met", "b OK, met", "c OK, met");
    }

    @Test
    void thoseWhoAskAtTheSameTimeShareOneAnswer() throws Exception {
        Hanging slow = new Hanging();
        desk.add("printer", slow);
        ExecutorService askers = Executors.newFixedThreadPool(2);
        try {
            Callable<List<String>> ask = () -> lines(desk.executions.execute(
                    HealthCheckSelector.empty(),
                    new HealthCheckExecutionOptions()
                            .setForceInstantExecution(true)
                            .setOverrideGlobalTimeout(20_000)));
            Future<List<String>> one = askers.submit(ask);
            assertThat(slow.asked.await(10, TimeUnit.SECONDS)).isTrue();
            Future<List<String>> two = askers.submit(ask);
            // It may come before or after the answer; either way the check is asked once.
            slow.letGo();

            assertThat(one.get(10, TimeUnit.SECONDS)).containsExactly("printer OK, at last");
            assertThat(two.get(10, TimeUnit.SECONDS)).containsExactly("printer OK, at last");
        } finally {
            askers.shutdownNow();
        }
    }

    @Test
    void aCheckThatThrowsIsAnErrorWithItsCause() {
        IllegalStateException thrown = new IllegalStateException("no paper");
        desk.add("printer", () -> {
            throw thrown;
        });

        List<HealthCheckExecutionResult> results = desk.round();

        assertThat(lines(results))
                .containsExactly("printer HEALTH_CHECK_ERROR, threw java.lang.IllegalStateException: no paper");
        assertThat(entry(results.get(0)).getException()).isSameAs(thrown);
        assertThat(results.get(0).hasTimedOut()).isFalse();
    }

    @Test
    void aCheckWhoseClassesAreMissingIsAnErrorAndHarmsNoOther() {
        NoClassDefFoundError missing = new NoClassDefFoundError("com/example/Printer");
        desk.add("printer", () -> {
            throw missing;
        });
        desk.add("disk", says(Status.OK, "9 GiB free"));

        List<HealthCheckExecutionResult> results = desk.round();

        assertThat(lines(results))
                .containsExactly(
                        "printer HEALTH_CHECK_ERROR, threw java.lang.NoClassDefFoundError: com/example/Printer",
                        "disk OK, 9 GiB free");
        assertThat(entry(results.get(0)).getException()).hasCause(missing);
    }

    @Test
    @SuppressWarnings("NullAway") // what a plugin may do all the same
    void aCheckThatAnswersNullIsAnError() {
        desk.add("printer", () -> null);

        assertThat(lines(desk.round())).containsExactly("printer HEALTH_CHECK_ERROR, answered null");
    }

    @Test
    void aCheckWhoseServiceCannotBeMadeIsAnError() {
        desk.executions.add(new FakeService(FakeService.SHOP, "printer", Map.of()).described(), () -> null);

        assertThat(lines(desk.round()))
                .containsExactly("printer HEALTH_CHECK_ERROR, its service is gone, or could not be made");
    }

    @Test
    void aCheckWithAPropertyThatIsNoUseSaysSoAndIsNotAsked() {
        Counting check = new Counting();
        desk.add("printer", check, Map.of(HealthCheck.ASYNC_CRON_EXPRESSION, "0 0 * * * ?"));

        assertThat(lines(desk.force()))
                .containsExactly("printer HEALTH_CHECK_ERROR, hc.async.cronExpression=0 0 * * * ? is not supported, "
                        + "hc.async.intervalInSec is");
        assertThat(lines(desk.executions.look())).hasSize(1);
        assertThat(check.times).hasValue(0);
    }

    @Test
    void aCheckThatGoesIsAskedNoMore() {
        FakeService printer = desk.add("printer", new Counting());
        assertThat(desk.round()).hasSize(1);

        desk.remove(printer);

        assertThat(desk.round()).isEmpty();
        assertThat(desk.executions.look()).isEmpty();
    }

    @Test
    void propertiesChangeWithoutAnAnswerBeingLost() {
        Counting check = new Counting();
        FakeService printer = desk.add("printer", check, Map.of(), "ready");
        desk.round();

        desk.executions.change(printer.set(HealthCheck.TAGS, "shop").described());

        assertThat(desk.executions.execute(HealthCheckSelector.tags("ready"))).isEmpty();
        assertThat(desk.executions.execute(HealthCheckSelector.tags("shop"))).hasSize(1);
        assertThat(check.times).hasValue(1);
    }

    private static HealthCheck says(Status status, String message) {
        return () -> new Result(status, message);
    }

    private static ResultLog.Entry entry(HealthCheckExecutionResult result) {
        return Objects.requireNonNull(result.getHealthCheckResult().iterator().next());
    }
}
