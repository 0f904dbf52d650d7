package io.mistersmith.health.internal.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mistersmith.configuration.ConfigurationProblem;
import io.mistersmith.configuration.ConfigurationProblems;
import io.mistersmith.configuration.WaitingChange;
import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.MeterKind;
import io.mistersmith.metrics.MetricsReader;
import io.mistersmith.metrics.SeriesSnapshot;
import io.mistersmith.sourcing.ProjectionStatus;
import io.mistersmith.sourcing.Projections;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChecksTest {

    private static final Thresholds SEEDS = new Thresholds(70, 80, 80, 90, 70, 90, 1_000, Duration.ofSeconds(10));

    @ParameterizedTest
    @CsvSource({"899, OK", "900, WARN", "999, WARN"})
    void diskIsDegradedFromItsThresholdOn(long used, Status status) {
        Result result =
                new DiskCheck(() -> new DiskCheck.Room(1_000_000, 1_000_000 - used * 1_000), () -> SEEDS).execute();

        assertThat(result.getStatus()).isEqualTo(status);
    }

    @Test
    void aRefusedSettingIsDegradedAndAWarningIsNot() {
        List<ConfigurationProblem> problems = new ArrayList<>();
        problems.add(new ConfigurationProblem("a", "home/etc/a.cfg", 1, "b", "1", "is new", "It has no effect."));
        SettingsCheck check = new SettingsCheck(() -> settings(problems));

        assertThat(check.execute().getStatus()).isEqualTo(Status.OK);
        assertThat(new SettingsCheck(() -> null).execute().getStatus()).isEqualTo(Status.OK);

        problems.add(new ConfigurationProblem("a", "home/etc/a.cfg", 2, "c", "x", "is no number", "Still using 1."));
        assertThat(check.execute().getStatus()).isEqualTo(Status.WARN);
        assertThat(text(check.execute()))
                .contains("home/etc/a.cfg:2: c=x is no number. Still using 1. Mend the line and save.");

        problems.add(new ConfigurationProblem("a", "home/etc/a.cfg", 3, "d", "x", "is no number", "Still using 1."));
        assertThat(text(check.execute()))
                .contains("2 settings are refused (cfg:problems); the first: home/etc/a.cfg:2: c=x");
    }

    private static ConfigurationProblems settings(List<ConfigurationProblem> problems) {
        return new ConfigurationProblems() {
            @Override
            public List<ConfigurationProblem> list() {
                return problems;
            }

            @Override
            public List<ConfigurationProblem> settled(Duration timeout) {
                return problems;
            }

            @Override
            public List<WaitingChange> waiting() {
                return List.of();
            }
        };
    }

    @Test
    void diskWithLessThanTheLeastIsUnhealthyAndSaysHowMuch() {
        Result result = new DiskCheck(() -> new DiskCheck.Room(1L << 40, 999), () -> SEEDS).execute();

        assertThat(result.getStatus()).isEqualTo(Status.CRITICAL);
        assertThat(text(result)).contains("999 B free", "less than 1000 B is unhealthy");
    }

    @Test
    void diskThatCannotBeReadIsUnhealthy() {
        Result result = new DiskCheck(
                        () -> {
                            throw new NoSuchFileException("/gone");
                        },
                        () -> SEEDS)
                .execute();

        assertThat(result.getStatus()).isEqualTo(Status.CRITICAL);
        assertThat(text(result)).contains("/gone");
    }

    @Test
    void diskOfAFolderIsThatOfItsFileSystem() throws IOException {
        DiskCheck.Room room = DiskCheck.of(Path.of("")).room();

        assertThat(room.total()).isPositive();
        assertThat(room.usable()).isBetween(0L, room.total());
    }

    @ParameterizedTest
    @CsvSource({"79, OK", "80, WARN", "97, WARN", "98, CRITICAL"})
    void memoryIsDegradedFromItsThresholdOnAndUnhealthyAtTheEnd(long used, Status status) {
        Result result = new MemoryCheck(() -> new MemoryCheck.Heap(used, 100), () -> SEEDS).execute();

        assertThat(result.getStatus()).as(text(result)).isEqualTo(status);
    }

    @Test
    void heapOfThisJvmHasALimitAndIsNotFull() {
        MemoryCheck.Heap heap = MemoryCheck.ofThisJvm();

        assertThat(heap.max()).isPositive();
        assertThat(heap.used()).isLessThan(heap.max());
    }

    @Test
    void cpuIsDegradedByALongLoadOnly() {
        AtomicLong nanos = new AtomicLong();
        CpuCheck check = new CpuCheck(() -> 1, nanos::get, () -> SEEDS);

        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        assertThat(check.execute().getStatus()).as("after 5 s at 100 %").isEqualTo(Status.OK);

        nanos.addAndGet(Duration.ofSeconds(100).toNanos());
        assertThat(check.execute().getStatus()).as("after 105 s at 100 %").isEqualTo(Status.WARN);
    }

    @Test
    void cpuThatIsNotKnownIsNoProblem() {
        Result result = new CpuCheck(() -> -1, System::nanoTime, () -> SEEDS).execute();

        assertThat(result.getStatus()).isEqualTo(Status.OK);
        assertThat(text(result)).contains("not known");
    }

    @Test
    void cpuOfThisProcessIsAShareOrNotKnownYet() {
        assertThat(CpuCheck.ofThisProcess()).isBetween(-1.0, 1.0);
    }

    @Test
    void deadlockIsUnhealthyAndNamesTheThreads() {
        assertThat(new DeadlockCheck(List::of).execute().getStatus()).isEqualTo(Status.OK);

        Result result =
                new DeadlockCheck(() -> List.of("a waits for x held by b", "b waits for y held by a")).execute();

        assertThat(result.getStatus()).isEqualTo(Status.CRITICAL);
        assertThat(text(result)).contains("2 threads wait for each other: a waits for x held by b; b waits");
    }

    @Test
    void frameworkThatIsStillStartingIsUnhealthy() {
        assertThat(new FrameworkCheck(Optional::empty).execute().getStatus()).isEqualTo(Status.OK);
        assertThat(new FrameworkCheck(() -> Optional.of("start level 40 of 80"))
                        .execute()
                        .getStatus())
                .isEqualTo(Status.CRITICAL);
    }

    @ParameterizedTest
    @CsvSource({"8, OK", "9, WARN", "10, WARN"})
    void poolIsDegradedFromItsShareOn(int active, Status status) {
        Result result = fill(reader(gauge("active", "io", active), gauge("size", "io", 10)))
                .execute();

        assertThat(result.getStatus()).isEqualTo(status);
        assertThat(text(result)).contains("io: " + active + " of 10 threads");
    }

    @Test
    void fillIsOkWithoutFiguresOrALimit() {
        assertThat(text(new FillCheck("threads", List.of(), () -> null, () -> SEEDS, Thresholds::threadsPercent)
                        .execute()))
                .contains("metrics are off");
        assertThat(fill(reader(gauge("active", "io", 7))).execute().getStatus()).isEqualTo(Status.OK);
    }

    @Test
    void whatAComponentLacksCountsAfterAWhile() {
        AtomicLong nanos = new AtomicLong();
        AtomicReference<LackCheck.Lacks> lacks =
                new AtomicReference<>(new LackCheck.Lacks(false, List.of(), List.of("A needs service B")));
        HealthCheck check = new LackCheck(lacks::get, true, nanos::get, () -> SEEDS);

        assertThat(check.execute().getStatus()).isEqualTo(Status.OK);
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        assertThat(check.execute().getStatus()).isEqualTo(Status.CRITICAL);
        assertThat(text(check.execute())).contains("A needs service B");

        lacks.set(new LackCheck.Lacks(false, List.of(), List.of()));
        assertThat(check.execute().getStatus()).isEqualTo(Status.OK);
        lacks.set(new LackCheck.Lacks(false, List.of(), List.of("A needs service B")));
        assertThat(check.execute().getStatus()).as("lacking anew").isEqualTo(Status.OK);
    }

    @Test
    void whatWasSwitchedOffLacksNothing() {
        Result result = new LackCheck(
                        () -> new LackCheck.Lacks(true, List.of("A threw"), List.of("B needs C")),
                        true,
                        () -> 0,
                        () -> SEEDS)
                .execute();

        assertThat(result.getStatus()).isEqualTo(Status.OK);
        assertThat(text(result)).contains("enabled=false");
    }

    @Test
    void pluginThatFailsMakesTheContainerDegradedOnly() {
        Result result = new LackCheck(
                        () -> new LackCheck.Lacks(false, List.of("orders 1.0 failed"), List.of()),
                        false,
                        () -> 0,
                        () -> SEEDS)
                .execute();

        assertThat(result.getStatus()).isEqualTo(Status.WARN);
        assertThat(text(result)).contains("orders 1.0 failed");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 101, -1})
    void percentThatIsNoneIsRefused(int percent) {
        assertThatThrownBy(() -> new Thresholds(70, 80, 80, 90, percent, 90, 0, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("queue.percent=" + percent + " is not within 1..100 percent");
    }

    @Test
    void supplierWithAProblemIsDegradedAndNamedWithItsBundle() {
        FamilySnapshot problems = new FamilySnapshot(
                "mistersmith_metrics_supplier_problems",
                MeterKind.GAUGE,
                "Problems",
                "",
                List.of("bundle", "metric", "problem"),
                List.of(new SeriesSnapshot(List.of("com.acme.evil", "evil_level", "hanging"), 1, null)));

        assertThat(text(new SuppliersCheck(() -> reader(problems)).execute()))
                .contains("metric evil_level of bundle com.acme.evil is hanging");
        assertThat(new SuppliersCheck(() -> reader(problems)).execute().getStatus())
                .isEqualTo(Status.WARN);
        assertThat(new SuppliersCheck(() -> reader()).execute().getStatus()).isEqualTo(Status.OK);
        assertThat(new SuppliersCheck(() -> null).execute().getStatus()).isEqualTo(Status.OK);
    }

    @Test
    void projectionThatDoesNotRunDegrades() {
        ProjectionStatus fine = new ProjectionStatus("fine", 1, "b/1", "running", 1, 1, "");
        ProjectionStatus stuck = new ProjectionStatus("totals", 1, "b/1", "stuck", 2, 2, "event at position 3");
        ProjectionStatus refused = new ProjectionStatus("X", 0, "b/1", "refused", 0, 0, "version=0");

        assertThat(projections(fine, stuck).getStatus()).isEqualTo(Status.WARN);
        assertThat(text(projections(fine, stuck))).contains("totals of b/1 is stuck: event at position 3");
        assertThat(text(projections(stuck, refused))).contains("2 projections have a problem", "totals of b/1");
        assertThat(projections(fine).getStatus()).isEqualTo(Status.OK);
        assertThat(new ProjectionsCheck(() -> null).execute().getStatus()).isEqualTo(Status.OK);
    }

    private static Result projections(ProjectionStatus... all) {
        Projections projections = new Projections() {
            @Override
            public List<ProjectionStatus> list() {
                return List.of(all);
            }

            @Override
            public List<ProjectionStatus> unserved() {
                return List.of();
            }
        };
        return new ProjectionsCheck(() -> projections).execute();
    }

    private static FillCheck fill(MetricsReader reader) {
        return new FillCheck(
                "threads",
                List.of(new FillCheck.Pair("active", "size")),
                () -> reader,
                () -> SEEDS,
                Thresholds::threadsPercent);
    }

    private static FamilySnapshot gauge(String name, String label, double value) {
        return new FamilySnapshot(
                name,
                MeterKind.GAUGE,
                "help",
                "",
                List.of("pool"),
                List.of(new SeriesSnapshot(List.of(label), value, null)));
    }

    private static MetricsReader reader(FamilySnapshot... families) {
        return new MetricsReader() {
            @Override
            public List<FamilySnapshot> families() {
                return List.of(families);
            }

            @Override
            public Optional<FamilySnapshot> family(String name) {
                return families().stream()
                        .filter(one -> one.name().equals(name))
                        .findFirst();
            }
        };
    }

    private static String text(Result result) {
        StringBuilder text = new StringBuilder();
        result.forEach(entry -> text.append(entry.getMessage()));
        return text.toString();
    }
}
