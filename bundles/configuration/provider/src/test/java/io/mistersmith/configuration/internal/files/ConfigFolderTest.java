package io.mistersmith.configuration.internal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFolderTest {

    private final Path path;
    private final ConfigFolder folder;
    private long now = System.currentTimeMillis() + 3_600_000;

    ConfigFolderTest(@TempDir Path temporary) throws IOException {
        path = Files.createDirectories(temporary.resolve("config"));
        folder = new ConfigFolder(path, StandardCharsets.UTF_8, Map.of("karaf.data", "/data")::get);
    }

    @Test
    void aFileIsTakenAndItsVariablesAreFilledIn() throws IOException {
        write("a.cfg", "where=${karaf.data}/x\nwho=${nobody}\n");

        assertThat(folder.look(now)).containsExactly("a.cfg");
        assertThat(values("a.cfg")).containsEntry("where", "/data/x").containsEntry("who", "${nobody}");
        assertThat(folder.look(now + 1)).isEmpty();
    }

    @Test
    void aFileThatIsBeingWrittenIsLeftAloneUntilItIsQuiet() throws IOException {
        write("a.cfg", "k=1\n");
        setModified("a.cfg", now - 100);

        assertThat(folder.look(now)).isEmpty();
        assertThat(folder.isPending()).isTrue();
        assertThat(folder.look(now + 299)).isEmpty();
        assertThat(folder.look(now + 301)).containsExactly("a.cfg");
        assertThat(folder.isPending()).isFalse();
    }

    @Test
    void aFileWhoseClockIsAheadIsTakenAfterTwoLooks() throws IOException {
        write("a.cfg", "k=1\n");
        setModified("a.cfg", now + 60_000);

        assertThat(folder.look(now)).isEmpty();
        assertThat(folder.look(now + 399)).isEmpty();
        assertThat(folder.look(now + 400)).containsExactly("a.cfg");
    }

    @Test
    void aWriteInPlaceAndARenameOverItAreSeen() throws IOException {
        write("a.cfg", "k=1\n");
        folder.look(now);

        write("a.cfg", "k=2\n");
        setModified("a.cfg", now);
        assertThat(folder.look(now += 1_000)).containsExactly("a.cfg");

        write("a.cfg.new", "k=3\n");
        setModified("a.cfg.new", now - 1_000);
        Files.move(path.resolve("a.cfg.new"), path.resolve("a.cfg"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(folder.look(now += 1_000)).as("same size, same time").containsExactly("a.cfg");
        assertThat(values("a.cfg")).containsEntry("k", "3");
    }

    @Test
    void aDeletedFileIsGoneAfterTwoLooks() throws IOException {
        write("a.cfg", "k=1\n");
        folder.look(now);
        Files.delete(path.resolve("a.cfg"));

        assertThat(folder.look(now)).isEmpty();
        assertThat(folder.look(now + 400)).containsExactly("a.cfg");
        assertThat(folder.get("a.cfg")).isNull();
    }

    @Test
    void aSwappedLinkBringsAllFilesAtOnceAlsoWithoutANewlineAtTheEnd() throws IOException {
        mounted("..one", "k=1");
        Files.createSymbolicLink(path.resolve("..data"), Path.of("..one"));
        Files.createSymbolicLink(path.resolve("a.cfg"), Path.of("..data/a.cfg"));
        assertThat(folder.look(now)).containsExactly("a.cfg");
        assertThat(folder.look(now += 10_000)).isEmpty();

        mounted("..two", "k=2");
        Files.createSymbolicLink(path.resolve("..next"), Path.of("..two"));
        Files.move(path.resolve("..next"), path.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);

        assertThat(folder.look(now += 10_000)).containsExactly("a.cfg");
        assertThat(values("a.cfg")).containsEntry("k", "2");
        assertThat(Objects.requireNonNull(folder.get("a.cfg")).swapped()).isTrue();
    }

    @Test
    void aFolderMayComeLaterAndWhatItHadStaysWhileItCannotBeRead() throws IOException {
        Files.delete(path);
        assertThat(folder.look(now)).isEmpty();
        assertThat(folder.fault()).isEqualTo("is not there");

        Files.createDirectory(path);
        write("a.cfg", "k=1\n");
        assertThat(folder.look(now)).containsExactly("a.cfg");
        assertThat(folder.fault()).isNull();

        Files.move(path, path.resolveSibling("away"));
        Files.writeString(path, "no folder");
        folder.look(now += 1_000);
        assertThat(folder.look(now += 1_000)).isEmpty();
        assertThat(folder.fault()).startsWith("cannot be read");
        assertThat(values("a.cfg")).containsEntry("k", "1");
    }

    @Test
    void aFileThatCannotBeReadLeavesWhatItHad() throws IOException {
        write("a.cfg", "k=1\n");
        folder.look(now);
        write("a.cfg", "k=2\n");
        setModified("a.cfg", now);
        Files.setPosixFilePermissions(path.resolve("a.cfg"), Set.of());
        assumeThat(Files.isReadable(path.resolve("a.cfg")))
                .as("read by this user all the same")
                .isFalse();

        assertThat(folder.look(now += 1_000)).isEmpty();
        assertThat(folder.fault()).isEqualTo("a.cfg cannot be read");
        assertThat(values("a.cfg")).containsEntry("k", "1");
        Files.setPosixFilePermissions(path.resolve("a.cfg"), Set.of(PosixFilePermission.OWNER_READ));
        assertThat(folder.look(now += 1_000)).containsExactly("a.cfg");
    }

    @Test
    void onlyFilesWithTheEndingAndWithoutADotInFrontAreLookedAt() throws IOException {
        write(".a.cfg", "k=1\n");
        write("a.cfg~", "k=1\n");
        Files.createDirectory(path.resolve("b.cfg"));

        assertThat(folder.look(now)).isEmpty();
    }

    private void mounted(String version, String text) throws IOException {
        Path there = Files.createDirectory(path.resolve(version));
        Files.setLastModifiedTime(Files.writeString(there.resolve("a.cfg"), text), FileTime.fromMillis(now - 100_000));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(path.resolve(name), text);
    }

    private void setModified(String name, long millis) throws IOException {
        Files.setLastModifiedTime(path.resolve(name), FileTime.fromMillis(millis));
    }

    private Map<String, String> values(String name) {
        return Objects.requireNonNull(folder.get(name)).values();
    }
}
