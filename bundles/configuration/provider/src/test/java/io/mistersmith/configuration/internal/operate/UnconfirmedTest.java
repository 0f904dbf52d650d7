package io.mistersmith.configuration.internal.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mistersmith.configuration.internal.files.CfgText;
import io.mistersmith.configuration.internal.history.History;
import io.mistersmith.configuration.internal.history.PendingFiles;
import io.mistersmith.testkit.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnconfirmedTest {

    private static final String PID = FakeConfigured.ORDERS;
    private static final CfgText CANDIDATE = CfgText.of("large.above=7\n", StandardCharsets.UTF_8);

    private final Path file;
    private final PendingFiles files;
    private final History history;
    private final Deque<Runnable> due = new ArrayDeque<>();
    private final Unconfirmed unconfirmed;
    private Map<String, String> unhealthy = Map.of("disk", "CRITICAL");
    private final ManualClock clock = new ManualClock();

    UnconfirmedTest(@TempDir Path folder) throws IOException {
        FakeConfigured configured = new FakeConfigured(folder);
        file = Files.writeString(configured.file(PID), "# mine\nlarge.above=1\n");
        configured.take(file);
        files = new PendingFiles(folder.resolve("unconfirmed"));
        history = new History(folder.resolve("history"), Clock.systemUTC());
        unconfirmed = new Unconfirmed(
                files,
                ChangerTest.changer(configured, history),
                () -> unhealthy,
                (time, work) -> due.add(work),
                Runnable::run,
                Clock.fixed(clock.instant(), ZoneOffset.UTC), // set back again and again
                clock::nanos);
    }

    private void apply() throws IOException, InterruptedException {
        unconfirmed.apply(PID, file, CANDIDATE, Duration.ofSeconds(60));
        assertThat(file).hasContent("large.above=7\n");
        assertThat(files.list()).hasSize(1);
    }

    private void passes(Duration time) {
        clock.advance(time);
        Runnable look = due.remove();
        look.run();
    }

    private void assertTakenBack(String how) {
        assertThat(file).hasContent("# mine\nlarge.above=1\n");
        assertThat(files.list()).isEmpty();
        assertThat(due).isEmpty();
        assertThat(history.of(PID).get(0).how()).isEqualTo(how);
    }

    @Test
    void whatNobodyConfirmsInTimeIsTakenBack() throws Exception {
        apply();
        passes(Duration.ofSeconds(59));
        assertThat(file).hasContent("large.above=7\n");

        passes(Duration.ofSeconds(1));

        assertTakenBack("taken back: not confirmed in time");
        assertThatThrownBy(() -> unconfirmed.confirm(Optional.of(PID)))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("No change of " + PID + " waits to be confirmed");
    }

    @Test
    void whatIsConfirmedHolds() throws Exception {
        apply();

        assertThat(unconfirmed.confirm(Optional.empty())).isEqualTo(PID);

        passes(Duration.ofMinutes(2));
        assertThat(file).hasContent("large.above=7\n");
        assertThat(files.list()).isEmpty();
        assertThat(due).isEmpty();
    }

    @Test
    void whatMakesACheckUnhealthyTwiceInARowIsTakenBack() throws Exception {
        apply();
        unhealthy = Map.of("disk", "CRITICAL", "store", "CRITICAL");
        passes(Duration.ofSeconds(1));
        unhealthy = Map.of("disk", "CRITICAL");
        passes(Duration.ofSeconds(1));
        assertThat(file).as("one look proves nothing").hasContent("large.above=7\n");

        unhealthy = Map.of("store", "CRITICAL");
        passes(Duration.ofSeconds(1));
        passes(Duration.ofSeconds(1));

        assertTakenBack("taken back: health got worse: store (CRITICAL)");
    }

    @Test
    void aRefusedFileWaitsForNothing() {
        assertThatThrownBy(() -> unconfirmed.apply(
                        PID, file, CfgText.of("large.above=x\n", StandardCharsets.UTF_8), Duration.ofSeconds(60)))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("large.above=x is not a whole number");

        assertThat(files.list()).isEmpty();
        assertThat(unconfirmed.waiting()).isEmpty();
    }

    @Test
    void aSecondChangeOfThePidHasToWait() throws Exception {
        apply();

        assertThatThrownBy(() -> unconfirmed.apply(PID, file, CANDIDATE, Duration.ofSeconds(60)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("waits to be confirmed until 2026-01-01T00:01:00Z");
        assertThat(files.list()).hasSize(1);
    }
}
