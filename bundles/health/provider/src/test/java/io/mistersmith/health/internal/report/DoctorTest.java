package io.mistersmith.health.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.configuration.ConfigurationProblem;
import io.mistersmith.eventbus.SubscriptionStatus;
import io.mistersmith.eventstore.DeadLetter;
import io.mistersmith.health.internal.CheckView;
import io.mistersmith.health.internal.Health;
import io.mistersmith.lifecycle.PluginStatus;
import io.mistersmith.sourcing.ProjectionStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DoctorTest {

    @Test
    void nothingIsWrongWithAHealthyContainer() {
        assertThat(Doctor.examine(new Patient(
                        List.of(),
                        List.of(plugin("running", "")),
                        List.of(check("disk", Health.HEALTHY)),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of())))
                .isEmpty();
    }

    @Test
    void everyProblemHasACauseAndANextStepAndTheWorstComesFirst() {
        List<Diagnosis> found = Doctor.examine(new Patient(
                List.of(new ConfigurationProblem(
                        "p", "home/etc/x.cfg", 7, "size", "5oo", "is not a whole number 0..9", "Still using 5.")),
                List.of(plugin("failed", "orders 1.0 failed: no licence")),
                List.of(check("cpu", Health.DEGRADED), check("disk", Health.UNHEALTHY)),
                List.of("store: no engine yet"),
                List.of(subscription("another owns the name")),
                List.of(),
                List.of(letter(4), letter(9))));

        assertThat(found)
                .extracting(Diagnosis::problem)
                .containsExactly(
                        "check disk is unhealthy",
                        "setting refused: home/etc/x.cfg:7 size=5oo",
                        "plugin orders 1.0 is failed",
                        "2 dead letters of flags",
                        "subscription flags is waiting",
                        "check cpu is degraded");
        assertThat(found).allSatisfy(one -> assertThat(one.cause()).isNotBlank());
        assertThat(found).allSatisfy(one -> assertThat(one.next()).isNotBlank());
        assertThat(found.get(1).cause()).isEqualTo("is not a whole number 0..9. Still using 5.");
        assertThat(found.get(2).next()).contains("plugin:why orders");
        assertThat(found.get(3).next()).contains("dlq:show flags 4", "dlq:redrive flags");
    }

    @Test
    void whatReadinessMissesIsToldWhenNoCheckSaysMore() {
        List<CheckView> checks = List.of(check("cpu", Health.DEGRADED));

        assertThat(Doctor.examine(new Patient(
                        List.of(),
                        List.of(),
                        checks,
                        List.of("store: no engine yet"),
                        List.of(),
                        List.of(),
                        List.of())))
                .first()
                .satisfies(one -> assertThat(one.cause()).isEqualTo("store: no engine yet"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no answer for 2000 ms, since 2026-11-22T10:00:00Z | thread:stacks io",
                "no thread for 2000 ms: printer hold the 4 of health | check.threads",
                "threw java.lang.IllegalStateException: no paper | log:display",
                "hc.timeoutInMs=soon is no whole number above 0 | Fix this property",
                "cannot tell | log:display",
            })
    void aCheckThatDoesNotTellHasAStepByWhatIsKnown(String message, String next) {
        CheckView check = new CheckView(1, "printer", Health.UNKNOWN, List.of(), "shop", message, 0);

        assertThat(Doctor.examine(
                        new Patient(List.of(), List.of(), List.of(check), List.of(), List.of(), List.of(), List.of())))
                .singleElement()
                .satisfies(one -> assertThat(one.next()).contains(next))
                .satisfies(one -> assertThat(one.cause()).isEqualTo(message));
    }

    @ParameterizedTest
    @ValueSource(strings = {"disk", "memory", "cpu", "deadlocks", "threads.use", "queues.use", "plugins", "framework"})
    void everyCheckOfOursHasAStepOfItsOwn(String name) {
        assertThat(Doctor.examine(new Patient(
                        List.of(),
                        List.of(),
                        List.of(check(name, Health.UNHEALTHY)),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of())))
                .singleElement()
                .satisfies(one -> assertThat(one.next()).doesNotContain("which brings this check"));
    }

    /** Every command that a next step of the doctor can name. */
    private static final Set<String> COMMANDS = Set.of(
            "bundle:list",
            "bus:forget",
            "bus:subscriptions",
            "cfg:problems",
            "cfg:set",
            "dlq:drop",
            "dlq:redrive",
            "dlq:show",
            "log:display",
            "metric:show",
            "plugin:list",
            "plugin:why",
            "pool:holders",
            "pool:list",
            "smith:dump",
            "store:info",
            "store:projections",
            "store:verify",
            "thread:list",
            "thread:resize",
            "thread:stacks");

    @Test
    void everyNextStepNamesOnlyCommandsThatExistAndNoBundleToAsk() {
        List<CheckView> checks = new ArrayList<>();
        for (String name : List.of(
                "framework",
                "disk",
                "deadlocks",
                "memory",
                "cpu",
                "threads.use",
                "queues.use",
                "connections.use",
                "metrics.values",
                "plugins",
                "store",
                "printer")) {
            checks.add(check(name, Health.UNHEALTHY));
            checks.add(check(name, Health.DEGRADED));
        }
        for (String message : List.of("no answer for 1 ms", "no thread for 1 ms", "threw x", "hc.x=y", "cannot tell")) {
            checks.add(new CheckView(1, "printer", Health.UNKNOWN, List.of(), "shop", message, 0));
        }
        List<Diagnosis> found = new ArrayList<>(Doctor.examine(new Patient(
                List.of(),
                List.of(plugin("failed", ""), plugin("running, 1 handler refused: x", "refused")),
                checks,
                List.of(),
                List.of(subscription("no event store")),
                List.of(projection("refused"), projection("waiting"), projection("stuck")),
                List.of(letter(3)))));
        found.addAll(Doctor.examine(
                new Patient(List.of(), List.of(), List.of(), List.of("no engine"), List.of(), List.of(), List.of())));

        assertThat(found).hasSizeGreaterThan(25).allSatisfy(one -> {
            assertThat(one.next())
                    .doesNotContainIgnoringCase("ask ")
                    .doesNotContain("mend its")
                    .doesNotContainPattern(":[a-z-]+ [A-Z]{2}");
            Matcher command = Pattern.compile("\\b[a-z]+:[a-z]+\\b").matcher(one.next());
            int commands = 0;
            for (; command.find(); commands++) {
                assertThat(COMMANDS).contains(command.group());
            }
            assertThat(commands > 0 || one.next().startsWith("Make room"))
                    .as(one.next())
                    .isTrue();
        });
    }

    @Test
    void whatARemovedPluginLeftCanBeDiscarded() {
        SubscriptionStatus left = new SubscriptionStatus(
                "flags", "", List.of(), true, "no handler", 0, 0, 0, 0, 0, 0, 0, 0, 4, 2, "no plugin serves it");

        List<Diagnosis> found = Doctor.examine(
                new Patient(List.of(), List.of(), List.of(), List.of(), List.of(left), List.of(), List.of(letter(4))));

        assertThat(found)
                .extracting(Diagnosis::problem)
                .containsExactly("1 dead letter of flags", "subscription flags has no handler");
        assertThat(found.get(0).next())
                .contains("dlq:show flags 4", "dlq:drop flags")
                .doesNotContain("redrive");
        assertThat(found.get(1).next()).contains("bus:forget flags");
    }

    @Test
    void nameOfAFileWithASpaceIsQuoted() {
        PluginStatus file = new PluginStatus("my orders.jar", "", "failed", 0, "", "", "no bundle", List.of());

        assertThat(Doctor.examine(
                        new Patient(List.of(), List.of(file), List.of(), List.of(), List.of(), List.of(), List.of())))
                .singleElement()
                .satisfies(one -> assertThat(one.next()).startsWith("plugin:why 'my orders.jar' shows"));
    }

    @Test
    void projectionThatDoesNotRunIsToldOnceWithItsState() {
        assertThat(Doctor.examine(new Patient(
                        List.of(),
                        List.of(),
                        List.of(check("projections", Health.DEGRADED)),
                        List.of(),
                        List.of(),
                        List.of(projection("stuck"), new ProjectionStatus("fine", 1, "b/1", "running", 1, 1, "")),
                        List.of())))
                .singleElement()
                .satisfies(one -> assertThat(one.problem()).isEqualTo("projection totals is stuck"))
                .satisfies(one -> assertThat(one.cause()).isEqualTo("event at position 3"));
    }

    private static ProjectionStatus projection(String state) {
        return new ProjectionStatus("totals", 1, "orders/1.0.0", state, 2, 2, "event at position 3");
    }

    private static CheckView check(String name, Health status) {
        return new CheckView(1, name, status, List.of(), "shop", name + " says so", 0);
    }

    private static PluginStatus plugin(String state, String problem) {
        return new PluginStatus("orders", "1.0", state, 0, "", "", problem, List.of());
    }

    private static SubscriptionStatus subscription(String problem) {
        return new SubscriptionStatus(
                "flags", "orders/1.0.0", List.of(), true, "waiting", 0, 0, 0, 0, 0, 0, 0, 10_000, 0, 0, problem);
    }

    private static DeadLetter letter(long position) {
        return new DeadLetter(
                "flags",
                position,
                "e",
                "order.placed",
                "o-1",
                false,
                5,
                "no currency",
                "stack",
                Instant.EPOCH,
                Instant.EPOCH,
                "orders/1.0.0");
    }
}
