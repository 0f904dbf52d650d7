package io.mistersmith.health.internal.execution;

import static io.mistersmith.health.internal.execution.Desk.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mistersmith.health.internal.execution.Desk.Counting;
import io.mistersmith.health.internal.execution.Desk.Hanging;
import io.mistersmith.testkit.RealThreadPools;
import io.mistersmith.threads.ThreadPools;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.felix.hc.api.execution.HealthCheckExecutionOptions;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Checks that do not answer, and those that go while they run. */
class HangingChecksTest {

    private final Desk desk = new Desk(Desk.TIMEOUT);
    private final List<Hanging> hanging = new ArrayList<>();

    @AfterEach
    void close() {
        hanging.forEach(Hanging::letGo);
        desk.close();
    }

    @Test
    void aCheckThatHangsIsNamedWithSinceWhenAndTheOthersAnswer() {
        desk.add("printer", hanging());
        desk.add("disk", new Counting());

        assertThat(lines(desk.round()))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .matches("printer HEALTH_CHECK_ERROR late, no answer for \\d+ ms, since "
                                        + "1970-01-01T00:16:40Z"),
                        line -> assertThat(line).isEqualTo("disk OK, well"));
    }

    @Test
    void tenRoundsAskItOnceAndHoldOneThreadAndOnlyTheFirstWaits() {
        Hanging check = hanging();
        desk.add("printer", check);
        desk.round();
        long begun = System.nanoTime();

        for (int round = 0; round < 9; round++) {
            assertThat(lines(desk.force())).singleElement().asString().contains("late, no answer for ");
        }

        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .as("nine rounds that do not wait again")
                .isLessThan(Desk.TIMEOUT.multipliedBy(5));
        assertThat(check.times).hasValue(1);
    }

    @Test
    void onceItAnswersItsAnswerIsTold() {
        Hanging check = hanging();
        desk.add("printer", check);
        desk.round();

        check.letGo();

        await().untilAsserted(() -> assertThat(lines(desk.round())).containsExactly("printer OK, at last"));
        assertThat(check.times).hasValue(1);
    }

    @Test
    void checksThatHangHoldNoMoreThreadsThanTheyMayAndWhoWaitsIsToldForWhom() {
        desk.executions.limits(new Limits(Desk.TIMEOUT, Desk.KEEP, 2));
        Hanging one = hanging();
        Hanging two = hanging();
        desk.add("one", one);
        desk.add("two", two);
        desk.round();
        desk.add("three", new Counting());

        assertThat(lines(desk.round())).anySatisfy(line -> assertThat(line)
                .matches("three HEALTH_CHECK_ERROR late, no thread for \\d+ ms: "
                        + "(one, two|two, one) hold the 2 of health \\(check.threads\\)"));

        desk.executions.limits(new Limits(Desk.TIMEOUT, Desk.KEEP, 3));

        await().untilAsserted(() -> assertThat(lines(desk.round())).contains("three OK, well"));
    }

    @Test
    void checksOfPluginsThatHangLeaveOursTheirThreads() {
        desk.executions.limits(new Limits(Desk.TIMEOUT, Desk.KEEP, 1));
        Hanging one = hanging();
        desk.add("one", one);
        desk.round();
        desk.add(new FakeService(FakeService.OWN, "disk", Map.of()), new Counting());

        assertThat(lines(desk.round())).contains("disk OK, well");
    }

    @Test
    void theThreadOfACheckThatEndedGoesToTheNext() {
        desk.executions.limits(new Limits(Duration.ofSeconds(20), Desk.KEEP, 1));
        for (int i = 0; i < 50; i++) {
            desk.add("check-" + i, new Counting());
        }

        assertThat(lines(desk.round())).hasSize(50).allMatch(line -> line.endsWith("OK, well"));
    }

    @Test
    void aCheckMaySayHowLongItMayTakeAndWhoAsksMayToo() {
        desk.executions.limits(new Limits(Duration.ofSeconds(60), Desk.KEEP, 4));
        desk.add("printer", hanging(), Map.of(Description.TIMEOUT, 50), "own");
        desk.add("fax", hanging(), Map.of(), "others");

        assertThat(lines(desk.executions.execute(HealthCheckSelector.tags("own"))))
                .singleElement()
                .asString()
                .startsWith("printer HEALTH_CHECK_ERROR late");
        assertThat(lines(desk.executions.execute(
                        HealthCheckSelector.tags("others"),
                        new HealthCheckExecutionOptions().setOverrideGlobalTimeout(50))))
                .singleElement()
                .asString()
                .startsWith("fax HEALTH_CHECK_ERROR late");
    }

    @Test
    void aCheckThatGoesIsInterruptedAndNobodyWaitsForIt() throws Exception {
        desk.executions.limits(new Limits(Duration.ofSeconds(60), Desk.KEEP, 4));
        Hanging check = hanging();
        FakeService printer = desk.add("printer", check);
        desk.add("disk", new Counting());
        ExecutorService asker = Executors.newSingleThreadExecutor();
        try {
            Future<List<String>> round = asker.submit(() -> lines(desk.round()));
            assertThat(check.asked.await(10, TimeUnit.SECONDS)).isTrue();

            desk.remove(printer);

            assertThat(check.interrupted.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(round.get(10, TimeUnit.SECONDS)).containsExactly("disk OK, well");
        } finally {
            asker.shutdownNow();
        }
    }

    @Test
    void aCheckThatGoesBeforeItHasAThreadIsNeverAsked() throws Exception {
        desk.executions.limits(new Limits(Desk.TIMEOUT, Desk.KEEP, 1));
        Hanging holder = hanging();
        desk.add("holder", holder);
        assertThat(desk.executions.look()).isEmpty();
        assertThat(holder.asked.await(10, TimeUnit.SECONDS)).isTrue();
        Counting check = new Counting();
        FakeService printer = desk.add("printer", check);
        desk.add("disk", new Counting());
        assertThat(desk.executions.look()).isEmpty();

        desk.remove(printer);
        holder.letGo();

        await().untilAsserted(() -> assertThat(lines(desk.round())).contains("disk OK, well"));
        assertThat(check.times).hasValue(0);
    }

    @Test
    void aLookNeverWaitsAndTellsOnceTheTimeIsOver() {
        Hanging check = hanging();
        desk.add("printer", check);
        desk.add("disk", new Counting());

        assertThat(lines(desk.executions.look()))
                .as("nobody had the time to answer")
                .doesNotContain("printer");
        await().untilAsserted(() -> assertThat(lines(desk.executions.look()))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("printer HEALTH_CHECK_ERROR late, no answer for "),
                        line -> assertThat(line).isEqualTo("disk OK, well")));
        assertThat(check.times).hasValue(1);
    }

    @Test
    void withoutPoolsOnlyChecksOfOursAreAskedAndTheOthersSayWhy() {
        desk.executions.threads(null);
        desk.add("printer", new Counting());
        desk.add(new FakeService(FakeService.OWN, "disk", Map.of()), new Counting());

        String why = "printer HEALTH_CHECK_ERROR, no thread to ask it on: the thread pools are off or being replaced";
        assertThat(lines(desk.round())).containsExactly(why, "disk OK, well");

        desk.executions.threads(desk.pools);

        assertThat(lines(desk.round())).containsExactly("disk OK, well", "printer OK, well");
    }

    @Test
    void whoWaitsWhenThePoolsGoIsToldAtOnce() throws Exception {
        desk.executions.limits(new Limits(Duration.ofSeconds(60), Desk.KEEP, 1));
        Hanging holder = hanging();
        desk.add("holder", holder, Map.of(), "first");
        assertThat(desk.executions.look()).isEmpty();
        assertThat(holder.asked.await(10, TimeUnit.SECONDS)).isTrue();
        desk.add("printer", new Counting(), Map.of(), "second");
        assertThat(desk.executions.look()).isEmpty();

        desk.executions.threads(null);

        assertThat(lines(desk.executions.execute(HealthCheckSelector.tags("second"))))
                .singleElement()
                .asString()
                .startsWith("printer HEALTH_CHECK_ERROR, no thread to ask it on");
    }

    @Test
    void aFullPoolIsNamed() throws Exception {
        try (RealThreadPools small = RealThreadPools.bounded(1, 1)) {
            desk.executions.threads(small);
            desk.add("one", hanging());
            desk.add("two", hanging());
            desk.add("three", hanging());

            assertThat(lines(desk.round()))
                    .filteredOn(line -> line.contains("no thread to ask it on: Pool full: pool=test"))
                    .hasSize(1);
        }
    }

    @Test
    void quickChecksOfOursAnswerOnTheThreadThatAsksWhateverHappensToThePool() {
        desk.executions.limits(new Limits(Desk.TIMEOUT, Desk.KEEP, 1));
        desk.add("printer", hanging());
        List<Thread> askedOn = new ArrayList<>();
        desk.add(new FakeService(FakeService.OWN, "deadlocks", Map.of(Description.QUICK, true), "live"), () -> {
            askedOn.add(Thread.currentThread());
            return new Counting().execute();
        });
        desk.round();

        assertThat(lines(desk.executions.execute(
                        HealthCheckSelector.tags("live"),
                        new HealthCheckExecutionOptions().setForceInstantExecution(true))))
                .containsExactly("deadlocks OK, well");
        assertThat(askedOn).containsOnly(Thread.currentThread());
    }

    private Hanging hanging() {
        Hanging check = new Hanging();
        hanging.add(check);
        return check;
    }

    @Test
    void aThreadThatCannotBeMadeCostsNoPlace() {
        desk.executions.limits(new Limits(Desk.TIMEOUT, Desk.KEEP, 1));
        desk.executions.threads((ThreadPools) Proxy.newProxyInstance(
                ThreadPools.class.getClassLoader(), new Class<?>[] {ThreadPools.class}, (self, method, args) -> {
                    throw new OutOfMemoryError("unable to create native thread");
                }));
        desk.add("printer", new Counting());

        assertThat(lines(desk.round()))
                .singleElement()
                .asString()
                .contains("no thread to ask it on: java.lang.OutOfMemoryError: unable to create native thread");

        desk.executions.threads(desk.pools);
        assertThat(lines(desk.round())).containsExactly("printer OK, well");
    }
}
