package io.mistersmith.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Runs the commands that README.md and documents show, line by line, and compares what they answer. */
class TourIT {

    private final Path root = Checkout.root();

    @Test
    void readmeTourAnswersAsItSays() throws IOException, InterruptedException {
        List<List<String>> answers = runAndCompare("README.md");

        assertThat(answers.get(answers.size() - 2))
                .as("the last account")
                .last()
                .asString()
                .matches("acknowledged ([1-9][0-9,]*)   stored \\1   counted \\1   missing 0   twice 0");
    }

    @Test
    void httpAnswersAsItSays() throws IOException, InterruptedException {
        runAndCompare("docs/http.md");
    }

    @Test
    void operationsAnswerAsTheySay() throws IOException, InterruptedException {
        Tools.require("sqlite3");

        runAndCompare("docs/operations.md");
    }

    private List<List<String>> runAndCompare(String document) throws IOException, InterruptedException {
        Tour tour = Tour.of(root.resolve(document));
        Path folder = Container.newFolder("tour");

        List<List<String>> answers = tour.answers(run(tour, folder));

        assertThat(answers).as("answered commands").hasSameSizeAs(tour.steps());
        for (int i = 0; i < answers.size(); i++) {
            Tour.Step step = tour.steps().get(i);
            assertThat(answers.get(i).stream().map(Tour::shape))
                    .as("answer to: %s", step.command())
                    .containsExactlyElementsOf(
                            step.answer().stream().map(Tour::shape).toList());
        }
        return answers;
    }

    /** In a folder of its own that looks like the checkout, so that no home of the developer is touched. */
    private List<String> run(Tour tour, Path folder) throws IOException, InterruptedException {
        for (String part : List.of("run", "examples", "karaf-distribution")) {
            Files.createSymbolicLink(folder.resolve(part), root.resolve(part));
        }
        markAsBuilt(root.resolve("karaf-distribution/target"));
        int http = Container.freePort();
        Path script = Files.writeString(
                folder.resolve("tour.sh"),
                "trap './run --stop >/dev/null 2>&1' EXIT\n"
                        + tour.script().replace("127.0.0.1:8080", "127.0.0.1:" + http));
        Path output = folder.resolve("output.txt");
        ProcessBuilder bash = new ProcessBuilder("bash", script.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        bash.environment().put("MS_GATEWAY_PORT", Integer.toString(http));
        bash.environment().put("MS_SHELL_PORT", Integer.toString(Container.freePort()));
        bash.environment().put("MS_METRICS_PROMETHEUS__DEFAULT__PORT", Integer.toString(Container.freePort()));
        Process process = bash.start();
        if (!process.waitFor(240, TimeUnit.SECONDS)) {
            process.destroy();
            throw new AssertionError("the tour hangs; so far:\n" + Files.readString(output));
        }
        List<String> lines = Files.readAllLines(output).stream()
                .map(line -> line.replace("127.0.0.1:" + http, "127.0.0.1:8080"))
                .toList();
        System.getLogger(TourIT.class.getName()).log(System.Logger.Level.INFO, String.join("\n", lines));
        return lines;
    }

    /** This build has built it, so ./run need not; only its own builds leave this mark. */
    private static void markAsBuilt(Path target) throws IOException {
        Path mark = target.resolve("built");
        if (Files.notExists(mark)) {
            Files.createFile(mark);
            Files.setLastModifiedTime(
                    mark, Files.getLastModifiedTime(target.resolve("assembly/etc/startup.properties")));
        }
    }
}
