package io.mistersmith.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcknowledgementsTest {

    @TempDir
    Path folder;

    @Test
    void everyKindOfAnswerCounts() throws Exception {
        Path file = folder.resolve("acks.txt");
        Files.writeString(
                file,
                """
                {"line":1,"id":"line","position":5}
                {"line":2,"id":"line again","position":5,"duplicate":true}
                {"id":"one","position":1,"duplicate":false}{"id":"one more, no line end","position":2,"duplicate":false}
                [{"id":"batch-1","position":3,"duplicate":false},{"id":"batch-2","position":4,"duplicate":true}]
                {"line":6,"id":"a \\"quoted\\", \\u00e9, {braced} \\\\ id","position":6}
                """);

        assertThat(Acknowledgements.ids(file))
                .containsExactlyInAnyOrder(
                        "line",
                        "line again",
                        "one",
                        "one more, no line end",
                        "batch-1",
                        "batch-2",
                        "a \"quoted\", é, {braced} \\ id");
    }

    @Test
    void errorsAndHalfAnswersDoNotCount() throws Exception {
        Path file = folder.resolve("acks.txt");
        Files.writeString(
                file,
                """
                {"line":2,"error":"{\\"id\\":\\"o-9\\",\\"position\\":9}","field":"source"}
                {"error":"event 0: source is missing","field":"source","index":0}
                {"line":3,"id":"o-1","posi
                {"line":4,"id":"o-2","position":12""");

        assertThat(Acknowledgements.ids(file)).isEmpty();
    }
}
