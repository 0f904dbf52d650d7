package io.mistersmith.examples.orders;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {

    @TempDir
    Path folder;

    @Test
    void fileWithoutAnAcknowledgementIsAnError() throws Exception {
        Path file = folder.resolve("acks.txt");
        Files.writeString(file, "{\"line\":1,\"error\":\"id is missing\"}\n{\"line\":2,\"id\":\"o-1\",\"posi");
        CheckCommand check = new CheckCommand();
        check.file = file.toString();

        assertThatIllegalArgumentException()
                .isThrownBy(check::execute)
                .withMessage(
                        file + " holds no acknowledgement; post orders and keep the answers in it, as in README.md");
    }

    @Test
    void fileThatIsNotThereIsAnError() {
        CheckCommand check = new CheckCommand();
        check.file = folder.resolve("none").toString();

        assertThatIllegalArgumentException()
                .isThrownBy(check::execute)
                .withMessage("no file " + check.file + "; post orders and keep the answers in it");
    }
}
