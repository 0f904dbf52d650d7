package io.mistersmith.configuration.internal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.felix.fileinstall.shaded.util.properties.TypedProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextJudgeTest {

    private static final Map<String, String> OUTSIDE = Map.of("home", "/srv", "env:EMPTY", "");

    private final TextJudge judge = new TextJudge(StandardCharsets.UTF_8, OUTSIDE::get);

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "<?xml version='1.0'?>%           | 1: is XML, not lines of key=value",
                "# one%a=1%b=\u0000%              | 3: has the control character 0x00, so it is no text",
                "a=1%b=\u001b[0m%                 | 2: has the control character 0x1B, so it is no text",
                "a=1%b=\\u12G4%                   | 2: b has an escape \\u without four hexadecimal digits",
                "a=1%b=\\u12%                     | 2: b has an escape \\u without four hexadecimal digits",
                "a=1%# why%=5%                    | 3: has no key",
                "Window=1%a=2%window=3%           | 3: window differs in case only from Window in line 1",
                "a=1%b=I\"5\"%                    | 2: b is written as in a .config; write the plain value",
                "a=1%b=2\\%                       | 2: ends in a backslash, but no line follows",
                "a=${b}%b=${a}%                   | 1: a leads back to itself: a, b, a;"
                        + " 2: b leads back to itself: b, a, b",
                "a=${a}%                          | 1: a leads back to itself: a, a",
                "a=1%b=x${nope}y%                 | 2: b names ${nope}, which nothing sets",
                "a=${a.${b}}%b=c%                 | 1: a names ${a.c}, which nothing sets",
            })
    void whatIsWrongIsNamedWithItsLine(String text, String faults) {
        assertThat(faults(text.replace('%', '\n'))).isEqualTo(faults);
        assertThat(faults(text.replace("%", "\r\n"))).as("with CRLF").isEqualTo(faults);
        assertThat(faults(text.replace('%', '\r'))).as("with CR alone").isEqualTo(faults);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "a=${home}/data%",
                "a=${env:EMPTY}%",
                "a=${nope:-5}%",
                "a=${b}%b=${c}%c=1%",
                "a=$\\{nope%",
                "a=gr\u00FC\u00DF dich, \\u00fc%",
                "a=I\"5\"%b=T\"x\"%",
                "a=[\"x\"]%",
                "a=1\\%   2%",
                "a=1\\%# no end of it%2%",
                "# \\u nothing reads this: ${nope}%",
                "a=1%\u0000 in a line that is not whole",
                "%%  %",
            })
    void whatFileInstallReadsAsItIsMeantIsRight(String text) {
        assertThat(faults(text.replace('%', '\n'))).isEmpty();
        assertThat(faults(text.replace("%", "\r\n"))).as("with CRLF").isEmpty();
    }

    @Test
    void bytesThatAreNotUtf8AreNamedWithTheirLine() {
        assertThat(faults("# one\na=1\nb=gr\u00FC\u00DF\n".getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo("3: is not UTF-8: byte 0xFC fits nothing");
        assertThat(faults("\uFEFFa=1\n")).isEqualTo("1: begins with a byte order mark; save it without");
        assertThat(faults("a=1\n".getBytes(StandardCharsets.UTF_16)))
                .isEqualTo("1: begins as UTF-16; save it as UTF-8");
        assertThat(new TextJudge(StandardCharsets.ISO_8859_1, OUTSIDE::get).faults(ConfigFile.of("b=gr\u00FC\u00DF\n")))
                .isEmpty();
    }

    @Test
    void aHugeFileIsRefusedWithoutReadingIt(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("huge.cfg");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(1L << 40);
        }

        assertThat(judge.faults(ConfigFile.read(file)))
                .containsExactly(new TextFault(0, "has 1099511627776 bytes, more than the 1048576 allowed"));

        Files.write(
                file,
                "#2345678901234567890123456789012\n".repeat(1 << 15).getBytes(StandardCharsets.UTF_8),
                java.nio.file.StandardOpenOption.TRUNCATE_EXISTING);
        assertThat(judge.faults(ConfigFile.read(file))).hasSize(1);
    }

    @Test
    void aLineThatALaterOneMakesVoidIsNamedWithBoth() {
        assertThat(judge.duplicates(ConfigFile.of("a=1\nb=2\na=3\na=4\n")))
                .containsExactly(
                        new TextFault(1, "a", "1", "is set again in line 3, which counts", false),
                        new TextFault(3, "a", "3", "is set again in line 4, which counts", false));
    }

    @Test
    void variablesThatGrowWithoutEndAreStopped() {
        String doubled = IntStream.range(0, 40)
                .mapToObj(i -> "a" + i + "=${a" + (i + 1) + "}${a" + (i + 1) + "}\n")
                .collect(Collectors.joining());
        String chain = IntStream.range(0, 20_000)
                .mapToObj(i -> "a" + i + "=${a" + (i + 1) + "}\n")
                .collect(Collectors.joining());

        assertThat(judge.faults(ConfigFile.of(doubled + "a40=0123456789\n")))
                .first()
                .satisfies(fault -> assertThat(fault.unreadable()).isTrue());
        assertThat(judge.faults(ConfigFile.of(chain + "a20000=1\n")))
                .hasSize(TextJudge.MOST)
                .first()
                .extracting(TextFault::reason)
                .isEqualTo("leads through more than 64 variables");
    }

    /** File Install is the judge of the judge. */
    @Test
    void whatIsNotCalledUnreadableIsReadByFileInstallAsHere() throws IOException {
        Random random = new Random(4);
        String[] parts = {
            "a", "b", "Ab", "=", ":", " ", "\n", "\r\n", "\\", "\\\n", "${a}", "${b}", "${home}", "\\u00e4", "\\u0",
            "#", "!", "1", "I\"5\"", "\"x\"", "[\"x\"]", "\\:", "\\ ", "\f", "}", "${", "\\n", "'", "\n\n", "\na=",
            "\nb="
        };
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            String text = random.ints(random.nextInt(1, 14), 0, parts.length)
                            .mapToObj(part -> parts[part])
                            .collect(Collectors.joining())
                    + "\n";
            ConfigFile file = ConfigFile.of(text);
            TypedProperties properties = new TypedProperties((name, key, value) -> OUTSIDE.get(value));
            if (judge.faults(file).stream().anyMatch(TextFault::unreadable)) {
                continue;
            }
            assertThatCode(() -> properties.load(new StringReader(text)))
                    .as("reading %s", text)
                    .doesNotThrowAnyException();
            read++;
            assertThat(file.settings().stream().map(Setting::key).distinct())
                    .as("keys of %s", text)
                    .containsExactlyInAnyOrderElementsOf(properties.keySet());
        }
        assertThat(read).as("texts that were read").isGreaterThan(5_000);
        assertThatThrownBy(() -> new TypedProperties().load(new StringReader("a=\\uZZZZ\n")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private String faults(String text) {
        return faults(text.getBytes(StandardCharsets.UTF_8));
    }

    private String faults(byte[] bytes) {
        return judge.faults(ConfigFile.of(new String(bytes, StandardCharsets.ISO_8859_1))).stream()
                .map(fault -> fault.line() + ": " + (fault.key().isEmpty() ? "" : fault.key() + " ") + fault.reason())
                .collect(Collectors.joining("; "));
    }
}
