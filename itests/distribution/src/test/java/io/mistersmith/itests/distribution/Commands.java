package io.mistersmith.itests.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs programs and waits for them. */
final class Commands {

    private Commands() {}

    /**
     * Runs a program to its end.
     *
     * @param folder where it runs
     * @param environment variables it has besides those of this process
     * @throws AssertionError if it takes longer than {@code limit}; it is killed then
     */
    static Result run(Path folder, Map<String, String> environment, Duration limit, List<String> command) {
        Path out = null;
        Path err = null;
        try {
            out = Files.createTempFile("out", null);
            err = Files.createTempFile("err", null);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("took longer than " + limit + ": " + command + "\n" + read(out) + read(err));
            }
            return new Result(List.copyOf(command), process.exitValue(), read(out), read(err));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + command, interrupted);
        } finally {
            delete(out);
            delete(err);
        }
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    private static void delete(@org.jspecify.annotations.Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException ignored) {
            // a file of the temporary folder stays there
        }
    }
}
