package io.mistersmith.lifecycle.internal.ready;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.lifecycle.PluginStatus;
import io.mistersmith.lifecycle.SummaryLine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartSummaryTest {

    @Test
    void startThatWaitsForSomebodySaysWhatIsMissingAndWhereToLook() {
        assertThat(StartSummary.blocked("0.1.0", "./home", 4711, List.of("event store not open"), "./run"))
                .containsExactly(
                        "Mister Smith 0.1.0 NOT READY   home ./home   pid 4711",
                        "missing  event store not open",
                        "help     it runs and waits: ./run shell smith:doctor");
    }

    @Test
    void summaryHasFiveLinesInTheirOrder() {
        List<StartSummary.Line> others = List.of(
                StartSummary.help("./run"),
                StartSummary.plugins(List.of(), "home/deploy", "./run"),
                new StartSummary.Line(50, "more", "than fits"),
                new StartSummary.Line(
                        20, "store", "SQLite home/data/events.db, every acknowledgement on disk, 0 events"),
                new StartSummary.Line(10, "http", "127.0.0.1:8080 (probes /health, token: ./run token)"));

        assertThat(StartSummary.lines("0.1.0", Duration.ofMillis(4_910), "./home", 4711, others))
                .containsExactly(
                        "Mister Smith 0.1.0 READY in 4.9 s   home ./home   pid 4711",
                        "http     127.0.0.1:8080 (probes /health, token: ./run token)",
                        "store    SQLite home/data/events.db, every acknowledgement on disk, 0 events",
                        "plugins  0 running, 0 failed. Drop jars into home/deploy",
                        "help     ./run shell smith:help");
    }

    @Test
    void summaryDoesNotDependOnTheLanguageOfTheMachine() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            assertThat(StartSummary.lines("0.1.0", Duration.ofMillis(4_910), "./home", 4711, List.of()))
                    .containsExactly("Mister Smith 0.1.0 READY in 4.9 s   home ./home   pid 4711");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void lineThatThrowsComesLastAndSaysSo() {
        SummaryLine broken = new SummaryLine() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public String text() {
                throw new IllegalStateException("not today");
            }

            @Override
            public int order() {
                return 1;
            }
        };

        assertThat(StartSummary.lines(
                        "0.1.0",
                        Duration.ofSeconds(1),
                        "./home",
                        4711,
                        List.of(StartSummary.Line.of(broken), StartSummary.help("./run"))))
                .hasSize(3)
                .last()
                .asString()
                .startsWith("summary  ")
                .endsWith("threw java.lang.IllegalStateException: not today");
    }

    @Test
    void pluginThatStillStartsCountsAsFailed() {
        List<PluginStatus> plugins =
                List.of(plugin("running"), plugin("starting"), plugin("failed"), plugin("waiting"));

        assertThat(StartSummary.plugins(plugins, "home/deploy", "bin/mistersmith --home h")
                        .text())
                .isEqualTo("1 running, 2 failed, 1 waiting. Look: bin/mistersmith --home h shell plugin:list");
    }

    @Test
    void readyFileComesWholeAndGoes(@TempDir Path folder) {
        Path path = folder.resolve("run").resolve("ready.txt");
        ReadyFile file = new ReadyFile(path);

        file.write(List.of("a", "b"));
        assertThat(path).hasContent("a\nb\n");
        assertThat(path.resolveSibling("ready.txt.next")).doesNotExist();

        file.delete();
        file.delete();
        assertThat(Files.exists(path)).isFalse();
    }

    private static PluginStatus plugin(String state) {
        return new PluginStatus("orders", "1.0", state, 1, "", "", "", List.of());
    }
}
