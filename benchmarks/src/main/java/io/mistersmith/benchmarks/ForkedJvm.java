package io.mistersmith.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs one side in a JVM of its own, so that neither side profits or suffers from what ran before. */
final class ForkedJvm implements Compare.Fork {

    private static final String RESULT = "RESULT ";
    private static final long MINUTES = 10;

    private final Path root;

    ForkedJvm(Path root) {
        this.root = root;
    }

    /** The forked side: {@code concern name side quick}. */
    public static void main(String[] args) throws Exception {
        for (Comparison comparison : Comparisons.all()) {
            Measure side = comparison.sides().get(args[2]);
            if (comparison.concern().equals(args[0]) && comparison.name().equals(args[1]) && side != null) {
                System.out.println(RESULT + side.run(Boolean.parseBoolean(args[3])));
                System.exit(0);
            }
        }
        throw new IllegalArgumentException("no such side: " + List.of(args));
    }

    @Override
    public double run(Comparison comparison, String side, boolean quick) throws IOException, InterruptedException {
        Path work = Files.createDirectories(root.resolve("benchmarks/target/work"));
        Path log = work.resolve(comparison.concern() + "-" + comparison.name() + "-" + side + ".txt");
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms1g",
                        "-Xmx1g",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                        "-Dbenchmarks.root=" + root,
                        "-Djava.io.tmpdir=" + work,
                        "-cp",
                        System.getProperty("java.class.path"),
                        ForkedJvm.class.getName(),
                        comparison.concern(),
                        comparison.name(),
                        side,
                        String.valueOf(quick))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!jvm.waitFor(MINUTES, TimeUnit.MINUTES)) {
            jvm.destroyForcibly();
            throw new IOException(side + " took longer than " + MINUTES + " minutes; see " + log);
        }
        return Files.readAllLines(log).stream()
                .filter(line -> line.startsWith(RESULT))
                .mapToDouble(line -> Double.parseDouble(line.substring(RESULT.length())))
                .findFirst()
                .orElseThrow(() -> new IOException(side + " gave no result; see " + log));
    }
}
