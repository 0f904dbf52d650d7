package io.mistersmith.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The command {@code benchmarks/compare}. */
final class Compare {

    private static final int RUNS = 5;
    private static final int QUICK_RUNS = 2;

    private final List<Comparison> known;
    private final PrintStream out;
    private final PrintStream progress;
    private final Path json;
    private final Fork fork;

    /** Starts a side and gives its figure. */
    interface Fork {
        double run(Comparison comparison, String side, boolean quick) throws IOException, InterruptedException;
    }

    Compare(List<Comparison> known, Fork fork, PrintStream out, PrintStream progress, Path json) {
        this.known = known;
        this.fork = fork;
        this.out = out;
        this.progress = progress;
        this.json = json;
    }

    public static void main(String[] args) throws Exception {
        Path root = Path.of(System.getProperty("benchmarks.root", "."));
        Compare compare = new Compare(
                Comparisons.all(),
                new ForkedJvm(root),
                System.out,
                System.err,
                root.resolve("benchmarks/target/compare.json"));
        System.exit(compare.run(List.of(args)));
    }

    int run(List<String> args) throws IOException, InterruptedException {
        Set<String> concerns = known.stream().map(Comparison::concern).collect(Collectors.toCollection(TreeSet::new));
        if (args.contains("--help") || args.contains("-h")) {
            out.print(help(String.join(", ", concerns)));
            return 0;
        }
        boolean quick = args.contains("--quick");
        Set<String> wanted = new LinkedHashSet<>(args);
        wanted.remove("--quick");
        for (String one : wanted) {
            if (known.stream().noneMatch(comparison -> isMeant(comparison, Set.of(one)))) {
                progress.println("no concern " + one + "; there are: " + String.join(", ", concerns));
                return 2;
            }
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (Comparison comparison : known) {
            if (wanted.isEmpty() || isMeant(comparison, wanted)) {
                try {
                    outcomes.add(measure(comparison, quick));
                } catch (IOException e) {
                    progress.println(comparison.concern() + " " + comparison.name() + " failed: " + e.getMessage());
                    return 2;
                } finally {
                    write(outcomes, quick);
                }
            }
        }
        return outcomes.stream().anyMatch(one -> one.verdict() == Outcome.Verdict.MISSED) ? 1 : 0;
    }

    private static boolean isMeant(Comparison comparison, Set<String> wanted) {
        return wanted.contains(comparison.concern()) || wanted.contains(comparison.name());
    }

    private static String help(String concerns) {
        return """
            benchmarks/compare [--quick] [concern|comparison...]

            Measures ours beside the peers and prints a line each:
              concern  comparison  ours  peer  ratio  spread  goal  met|MISSED|UNSURE
            Five runs of each side, in turns, each in a JVM of its own. Ratio: of the medians. Spread: least and
            greatest ratio of a run. UNSURE: the spread covers the goal.

            --quick   two shorter runs each, for a first impression; lines are marked with "quick"
            concerns  %s (all, if none is given)

            JSON: benchmarks/target/compare.json. Exit status: 1 if a goal was MISSED, 2 for a wrong call or a run
            that failed.
            """
                .formatted(concerns);
    }

    private Outcome measure(Comparison comparison, boolean quick) throws IOException, InterruptedException {
        int runs = quick ? QUICK_RUNS : RUNS;
        List<Double> ours = new ArrayList<>();
        List<Double> peer = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            ours.add(side(comparison, "ours", quick, i, runs));
            if (comparison.peer() != null) {
                peer.add(side(comparison, "peer", quick, i, runs));
            }
        }
        Outcome outcome = new Outcome(comparison, ours, peer);
        out.println(outcome.line() + (quick ? "  quick" : ""));
        return outcome;
    }

    private double side(Comparison comparison, String side, boolean quick, int run, int runs)
            throws IOException, InterruptedException {
        double figure = fork.run(comparison, side, quick);
        progress.println("  " + comparison.concern() + " " + comparison.name() + " " + (run + 1) + "/" + runs + " "
                + side + " " + Outcome.figure(figure) + " " + comparison.unit());
        return figure;
    }

    private void write(List<Outcome> outcomes, boolean quick) throws IOException {
        String text = "{\"quick\":" + quick + ",\"java\":\"" + Runtime.version() + "\",\"cores\":"
                + Runtime.getRuntime().availableProcessors() + ",\"comparisons\":["
                + outcomes.stream().map(Outcome::json).collect(Collectors.joining(",\n")) + "]}\n";
        Files.createDirectories(json.toAbsolutePath().getParent());
        Files.writeString(json, text, StandardCharsets.UTF_8);
    }
}
