package io.mistersmith.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A program on a terminal of its own, at which a test types and reads. */
final class Terminal implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Process process;
    private final StringBuffer shown = new StringBuffer();

    Terminal(Path folder, Map<String, String> environment, String... command) throws IOException {
        String line = Stream.of(command)
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
        ProcessBuilder builder = new ProcessBuilder("script", "-qec", line, "/dev/null")
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment().put("TERM", "xterm");
        process = builder.start();
        Thread reader = new Thread(this::read, "terminal");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        byte[] bytes = new byte[1024];
        try (InputStream in = process.getInputStream()) {
            for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
                shown.append(new String(bytes, 0, length, StandardCharsets.UTF_8));
            }
        } catch (IOException ended) {
            shown.append(ended);
        }
    }

    /** Waits until these were shown, one behind the other. */
    void await(String... texts) {
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(text())
                .containsSubsequence(texts));
    }

    void type(String text) throws IOException {
        process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Waits for the program's end; its exit status. */
    int status() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("ended\n%s", text())
                .isTrue();
        return process.exitValue();
    }

    /** Everything that was shown. */
    String text() {
        return shown.toString();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
