package io.mistersmith.itests.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM holds, asked from outside by the JDK's {@code jcmd}, after a full collection.
 *
 * @param loaders class loaders that have classes, those of the JDK's reflection left out
 * @param bundles installed or not
 * @param threads of Java, without the JIT compiler's, which come and go
 * @param bytes live heap
 */
record Held(int loaders, int bundles, int threads, long bytes) {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern LOADER =
            Pattern.compile("(?m)^0x\\p{XDigit}+ .* (?!jdk\\.internal\\.reflect\\.)\\S+$");
    private static final Pattern BUNDLES =
            Pattern.compile("(?m)^ *\\d+: +(\\d+) +\\d+ +org\\.apache\\.felix\\.framework\\.BundleImpl\\b");
    private static final Pattern LIVE = Pattern.compile("(?m)^Total +\\d+ +(\\d+)$");
    private static final Pattern THREAD = Pattern.compile("(?m)^\"(?!C[12] CompilerThread)[^\"]*\" #\\d+ ");

    /** Asks the container's JVM. */
    static Held by(Container container) {
        String told = ask(container, "GC.class_histogram", "VM.classloader_stats", "Thread.print");
        return new Held(count(LOADER, told), (int) number(BUNDLES, told), count(THREAD, told), number(LIVE, told));
    }

    private static int count(Pattern pattern, String text) {
        return (int) pattern.matcher(text).results().count();
    }

    private static long number(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        if (!found.find()) {
            throw new AssertionError(pattern + " is not in what jcmd said:\n" + text);
        }
        return Long.parseLong(found.group(1));
    }

    /** What {@code jcmd} answers to these questions, one after the other. */
    static String ask(Container container, String... questions) {
        Path file = container.home().resolve("data/tmp/questions.txt");
        try {
            Files.write(file, List.of(questions));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        String jcmd = Path.of(System.getProperty("java.home"), "bin/jcmd").toString();
        return Commands.run(
                        container.home(),
                        Map.of(),
                        LIMIT,
                        List.of(
                                jcmd,
                                "-J-XX:TieredStopAtLevel=1",
                                String.valueOf(container.pid()),
                                "-f",
                                file.toString()))
                .expectSuccess();
    }
}
