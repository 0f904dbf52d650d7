package io.mistersmith.pools.internal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mistersmith.pools.PathRefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfinedRootTest {

    private static final String SECRET = "outside";
    private static final long SEED = 20_261_123;

    private final Path top;
    private final Path folder;
    private final Path outside;
    private final ConfinedRoot root;

    ConfinedRootTest(@TempDir Path temporary) throws IOException {
        outside = Files.createDirectories(temporary.resolve("elsewhere"));
        Files.writeString(outside.resolve("a.txt"), SECRET);
        Files.writeString(temporary.resolve("a.txt"), SECRET);
        folder = Files.createDirectories(temporary.resolve("root/sub/deep"));
        top = temporary.resolve("root");
        Files.writeString(top.resolve("a.txt"), "inside");
        Files.writeString(top.resolve("sub/deep/a.txt"), "deep");
        root = ConfinedRoot.open("docs", top);
    }

    @AfterEach
    void close() throws IOException {
        root.close();
    }

    @Test
    void filesBelowTheRootAreOpened() throws IOException {
        assertThat(read("a.txt")).isEqualTo("inside");
        assertThat(read("sub/deep/a.txt")).isEqualTo("deep");
    }

    @Test
    void aFileIsCreatedInAFolderThatIsThere() throws IOException {
        try (FileChannel channel =
                root.file(ConfinedPath.of("docs", "sub/new.txt"), true).channel()) {
            int unused = channel.write(ByteBuffer.wrap("x".getBytes(StandardCharsets.UTF_8)));
        }
        assertThat(read("sub/new.txt")).isEqualTo("x");
        assertThatThrownBy(() -> root.file(ConfinedPath.of("docs", "nowhere/new.txt"), true))
                .isInstanceOf(NoSuchFileException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/etc/passwd",
                "..",
                ".",
                "a/..",
                "a//b",
                "a/",
                "a\\b",
                "a\0b",
                "%2e%2e/a.txt",
                "a%2Fb",
                "%00",
                "%252e"
            })
    void whatIsNoPathBelowTheRootIsRefused(String path) {
        assertThatThrownBy(() -> read(path))
                .isInstanceOfSatisfying(
                        PathRefusedException.class, e -> assertThat(e.path()).isEqualTo(path))
                .hasMessageStartingWith("Path refused: pool=docs, path=\"");
    }

    @Test
    void linksAreNotFollowedWhereverTheyLead() throws IOException {
        Files.createSymbolicLink(folder.resolve("out"), outside);
        Files.createSymbolicLink(folder.resolve("out.txt"), outside.resolve("a.txt"));
        Files.createSymbolicLink(folder.resolve("in.txt"), folder.resolve("a.txt"));

        for (String path : List.of("sub/deep/out/a.txt", "sub/deep/out.txt", "sub/deep/in.txt")) {
            assertThatThrownBy(() -> read(path))
                    .isInstanceOf(PathRefusedException.class)
                    .hasMessageContaining("is a link");
        }
    }

    @Test
    void aFolderAndANamedPipeAreNoFiles() throws Exception {
        Process made = new ProcessBuilder("mkfifo", folder.resolve("pipe").toString()).start();
        assertThat(made.waitFor(10, TimeUnit.SECONDS)).isTrue();

        for (String path : List.of("sub/deep", "sub/deep/pipe")) {
            assertThatThrownBy(() -> read(path))
                    .isInstanceOf(PathRefusedException.class)
                    .hasMessageContaining("is no file");
        }
        for (String path : List.of("a.txt/a.txt", "sub/deep/pipe/a.txt")) {
            assertThatThrownBy(() -> read(path))
                    .isInstanceOf(PathRefusedException.class)
                    .hasMessageContaining("is no folder");
        }
    }

    @Test
    void noneOfFiveHundredEscapesSucceeds() {
        Random random = new Random(SEED);
        String[] parts = {"..", ".", "", "sub", "a.txt", "%2e%2e", "%2E.", "..%2f", "\\..", "..\0", "elsewhere", "~"};
        List<String> came = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            StringBuilder path = new StringBuilder(random.nextInt(4) == 0 ? "/" : "");
            for (int depth = 1 + random.nextInt(6); depth > 0; depth--) {
                path.append(parts[random.nextInt(parts.length)]).append('/');
            }
            path.append(random.nextBoolean() ? "../" : "%2e%2e/").append("a.txt");
            try {
                came.add(path + " gave " + read(path.toString()));
            } catch (PathRefusedException | IOException e) {
                assertThat(e).hasMessageNotContaining(SECRET);
            }
        }
        assertThat(came).isEmpty();
    }

    @Test
    void writingThroughALinkCreatesNothing() throws IOException {
        Files.createSymbolicLink(folder.resolve("new.txt"), outside.resolve("new.txt"));

        assertThatThrownBy(() -> root.file(ConfinedPath.of("docs", "sub/deep/new.txt"), true))
                .isInstanceOf(PathRefusedException.class)
                .hasMessageContaining("is a link");
        assertThat(outside.resolve("new.txt")).doesNotExist();
    }

    @Test
    void aFolderThatIsSwappedForALinkDuringTheCallLeadsNowhere() throws Exception {
        Files.createDirectories(outside.resolve("deep"));
        Files.writeString(outside.resolve("deep/a.txt"), SECRET);

        race(top.resolve("sub"), outside);
    }

    @Test
    void aFileThatIsSwappedForALinkDuringTheCallLeadsNowhere() throws Exception {
        race(folder.resolve("a.txt"), outside.resolve("a.txt"));
    }

    /** Puts a link in the place of this again and again while the file below is read. */
    private void race(Path sub, Path target) throws Exception {
        Path spare = sub.resolveSibling("spare");
        Path link = Files.createSymbolicLink(sub.resolveSibling("link"), target);
        AtomicBoolean over = new AtomicBoolean();
        Thread swapper = new Thread(() -> {
            try {
                while (!over.get()) {
                    Files.move(sub, spare, StandardCopyOption.ATOMIC_MOVE);
                    Files.move(link, sub, StandardCopyOption.ATOMIC_MOVE);
                    Files.move(sub, link, StandardCopyOption.ATOMIC_MOVE);
                    Files.move(spare, sub, StandardCopyOption.ATOMIC_MOVE);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        swapper.start();
        int inside = 0;
        int refused = 0;
        try {
            for (int i = 0; i < 3_000; i++) {
                try {
                    assertThat(read("sub/deep/a.txt")).isEqualTo("deep");
                    inside++;
                } catch (PathRefusedException | IOException e) {
                    refused++;
                }
            }
        } finally {
            over.set(true);
            swapper.join(10_000);
        }
        assertThat(inside).as("the test raced").isPositive();
        assertThat(refused).as("the test raced").isPositive();
    }

    private String read(String path) throws IOException {
        try (FileChannel channel =
                root.file(ConfinedPath.of("docs", path), false).channel()) {
            ByteBuffer bytes = ByteBuffer.allocate(100);
            int unused = channel.read(bytes);
            return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
        }
    }
}
