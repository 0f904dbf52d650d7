package io.mistersmith.configuration.internal.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {

    @Test
    void aKeyIsFoundWithAnySeparatorAndTheLastOneCounts() {
        ConfigFile file = ConfigFile.of("# a=1\na = 1\n! b=2\n  b: 2\nc 3\nd\\ e=4\na=5\n");

        assertThat(file.lineOf("a")).hasValue(7);
        assertThat(file.lineOf("b")).hasValue(4);
        assertThat(file.lineOf("c")).hasValue(5);
        assertThat(file.lineOf("d e")).hasValue(6);
        assertThat(file.lineOf("e")).isEmpty();
        assertThat(file.valueAt(4)).isEqualTo("2");
        assertThat(file.valueAt(5)).isEqualTo("3");
        assertThat(file.valueAt(7)).isEqualTo("5");
    }

    @Test
    void aContinuedLineSetsNoKeyOfItsOwn() {
        ConfigFile file = ConfigFile.of("a=1,\\\nb=2\nc=\\\\\nd=4\n");

        assertThat(file.lineOf("b")).isEmpty();
        assertThat(file.lineOf("d")).hasValue(4);
    }

    @Test
    void anEmptyOrUnendedFileMayBeHalfWritten(@TempDir Path folder) {
        assertThat(ConfigFile.of("").partial()).isEqualTo("is empty");
        assertThat(ConfigFile.of("a=1").partial()).isEqualTo("does not end in a newline, so it may be half written");
        assertThat(ConfigFile.of("a=1\n").partial()).isNull();
        assertThat(ConfigFile.read(folder.resolve("absent.cfg")).partial()).isNull();
        assertThat(ConfigFile.read(null).lineOf("a")).isEmpty();
    }
}
