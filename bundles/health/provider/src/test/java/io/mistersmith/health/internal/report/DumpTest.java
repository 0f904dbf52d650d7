package io.mistersmith.health.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DumpTest {

    private final Path home;

    DumpTest(@TempDir Path home) {
        this.home = home;
    }

    @BeforeEach
    void make() throws IOException {
        Files.createDirectories(home.resolve("etc"));
        Files.createDirectories(home.resolve("data/secrets"));
        Files.createDirectories(home.resolve("log"));
        Files.writeString(home.resolve("data/secrets/http.token"), "0123456789abcdef\n");
        Files.writeString(home.resolve("etc/users.properties"), "smith = somehash,admin\n");
        Files.writeString(home.resolve("etc/shop.cfg"), "url=http://shop\npassword=hunter22\n");
        Files.writeString(
                home.resolve("log/x.log"),
                IntStream.rangeClosed(1, 600).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining())
                        + "login with hunter22, token 0123456789abcdef\n");
    }

    @Test
    void holdsWhatIsNeededAndNoSecret() throws IOException {
        Map<String, String> dump = read(dump(Map.of("health.txt", "fine, hunter22\n")));

        assertThat(dump)
                .containsKeys("health.txt", "etc/shop.cfg", "log.txt")
                .doesNotContainKey("etc/users.properties");
        assertThat(dump.get("etc/shop.cfg")).isEqualTo("url=http://shop\npassword=***\n");
        assertThat(dump.values())
                .noneMatch(text ->
                        text.contains("hunter22") || text.contains("0123456789abcdef") || text.contains("somehash"));
    }

    @Test
    void holdsTheLast500LinesOfTheLog() throws IOException {
        assertThat(String.valueOf(read(dump(Map.of())).get("log.txt")).lines())
                .hasSize(500)
                .startsWith("line 102")
                .last()
                .asString()
                .startsWith("login with ***");
    }

    @Test
    void canBeReadByItsOwnerOnly() throws IOException {
        Path file = dump(Map.of());

        assertThat(file.getParent()).isEqualTo(home.resolve("data/dumps"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("data/dumps"))))
                .isEqualTo("rwx------");
    }

    @Test
    void doesWithoutALog() throws IOException {
        Files.delete(home.resolve("log/x.log"));

        assertThat(read(dump(Map.of())).get("log.txt")).startsWith("no log at ");
    }

    private Path dump(Map<String, String> parts) throws IOException {
        return new Dump(home.resolve("etc"), home.resolve("data"), home.resolve("log/x.log")).write(parts);
    }

    private static Map<String, String> read(Path file) throws IOException {
        Map<String, String> entries = new TreeMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (var entry : java.util.Collections.list(zip.entries())) {
                try (var in = zip.getInputStream(entry)) {
                    entries.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
        return entries;
    }
}
