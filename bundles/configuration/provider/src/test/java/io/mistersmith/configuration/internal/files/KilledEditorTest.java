package io.mistersmith.configuration.internal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills whoever edits, in the middle: the file is the old one or the new one. {@code -Ptorture} kills 100 times. */
class KilledEditorTest {

    private final int kills = Integer.getInteger("configuration.kills", 5);

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path folder;

    @Test
    void theFileIsTheOldOneOrTheNewOneHoweverOftenTheWriterIsKilled() throws Exception {
        Path file = folder.resolve("a.cfg");
        Files.writeString(file, EditingProcess.COMMENT + "first=0\npadding=0" + EditingProcess.PADDING + "\nlast=0\n");
        int inTheMiddle = 0;
        for (int kill = 1; kill <= kills; kill++) {
            int before = number(file);
            Process writer = start(file, before + 1);
            try {
                await().atMost(Duration.ofSeconds(30))
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> number(file) > before);
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(20_000_000));
            } finally {
                writer.destroyForcibly();
                assertThat(writer.waitFor()).as("killed by signal 9").isEqualTo(128 + 9);
            }
            inTheMiddle += Files.exists(folder.resolve(FolderLock.NAME)) ? 1 : 0;
        }

        assertThat(inTheMiddle).as("kills in the middle of an edit").isPositive();
    }

    /** The number of the edit that the file is of, whole. */
    private static int number(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        Map<String, String> values = CfgText.of(text, StandardCharsets.UTF_8).values();
        String number = values.getOrDefault("first", "none");

        assertThat(text)
                .startsWith(EditingProcess.COMMENT)
                .endsWith(EditingProcess.PADDING + "\nlast=" + number + "\n");
        assertThat(values).containsEntry("padding", number + EditingProcess.PADDING);
        return Integer.parseInt(number);
    }

    private static Process start(Path file, int from) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EditingProcess.class.getName(),
                        file.toString(),
                        String.valueOf(from))
                .inheritIO()
                .start();
    }
}
