package io.mistersmith.pools.internal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.mistersmith.pools.AcquireTimeoutException;
import io.mistersmith.pools.FileHandle;
import io.mistersmith.pools.FileUnavailableException;
import io.mistersmith.pools.Lease;
import io.mistersmith.pools.PathRefusedException;
import io.mistersmith.pools.PoolBusyException;
import io.mistersmith.pools.PoolUnavailableException;
import io.mistersmith.pools.ResourceHook;
import io.mistersmith.pools.ResourcePool;
import io.mistersmith.pools.internal.ThreadsWork;
import io.mistersmith.pools.internal.engine.Borrower;
import io.mistersmith.pools.internal.engine.PoolSettings;
import io.mistersmith.testkit.RealThreadPools;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.NonWritableChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What pools of files promise besides what every pool does. */
@Timeout(60)
class FilePoolTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(30);
    private static final Duration NEVER = Duration.ZERO;

    private final RealThreadPools threads = RealThreadPools.unbounded();
    private final Borrower shop = new Borrower("shop 1.0.0");
    private final Path folder;
    private final List<FileEngine> engines = new ArrayList<>();

    FilePoolTest(@TempDir Path temporary) throws IOException {
        folder = Files.createDirectory(temporary.toRealPath().resolve("docs"));
        for (int i = 0; i < 10; i++) {
            Files.writeString(folder.resolve("f" + i), "text " + i);
        }
    }

    @AfterEach
    void close() {
        engines.forEach(engine -> {
            var unused = engine.close();
            engine.takeBackAll();
        });
        threads.close();
    }

    private FileEngine pool(int max, int perFile) {
        return pool(settings(0, max, perFile, NEVER, NEVER));
    }

    private FileEngine pool(FileSettings settings) {
        FileEngine engine = new FileEngine("docs", folder, settings);
        engine.work(new ThreadsWork(threads));
        engines.add(engine);
        return engine;
    }

    private static FileSettings settings(int min, int max, int perFile, Duration idle, Duration check) {
        return settings(min, max, perFile, idle, check, Duration.ZERO);
    }

    private static FileSettings settings(
            int min, int max, int perFile, Duration idle, Duration check, Duration validateAfter) {
        return new FileSettings(
                new PoolSettings(
                        min,
                        max,
                        50,
                        LONG,
                        idle,
                        NEVER,
                        check,
                        validateAfter,
                        Duration.ofMillis(10),
                        Duration.ofSeconds(5),
                        NEVER,
                        NEVER),
                perFile);
    }

    private ResourcePool<FileHandle> reading(FileEngine engine, String path) {
        return new FilesView(engine, shop).reading(path);
    }

    private ResourcePool<FileHandle> writing(FileEngine engine, String path) {
        return new FilesView(engine, shop).writing(path);
    }

    private String text(FileEngine engine, String path) throws Exception {
        try (Lease<FileHandle> lease = reading(engine, path).acquire(LONG)) {
            return text(lease.get());
        }
    }

    private static String text(FileHandle handle) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(100);
        int unused = handle.read(bytes, 0);
        return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private void replace(String path, String text) throws IOException {
        Path other = Files.writeString(folder.resolve("other"), text);
        Files.move(other, folder.resolve(path), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Which files below the folder this process has open now. */
    private List<String> opened() throws IOException {
        List<String> opened = new ArrayList<>();
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            for (Path one : all.toList()) {
                try {
                    String target = Files.readSymbolicLink(one).toString();
                    if (target.startsWith(folder + "/")) {
                        opened.add(target.substring(folder.toString().length() + 1));
                    }
                } catch (IOException e) {
                    // closed meanwhile
                }
            }
        }
        return opened;
    }

    @Test
    void theHandleThatIsIdleForLongestMakesRoom() throws Exception {
        FileEngine pool = pool(3, 1);
        for (String path : List.of("f0", "f1", "f2", "f0")) {
            assertThat(text(pool, path)).isEqualTo("text " + path.charAt(1));
        }

        assertThat(text(pool, "f3")).isEqualTo("text 3");

        assertThat(opened()).containsExactlyInAnyOrder("f0", "f2", "f3");
        assertThat(pool.status().created()).isEqualTo(4);
        assertThat(pool.status().destroyed()).isEqualTo(1);
    }

    @Test
    void aBorrowedHandleIsNeverClosedAndTheErrorNamesWhoHoldsIt() throws Exception {
        FileEngine pool = pool(2, 2);
        Lease<FileHandle> first = reading(pool, "f0").acquire(LONG);
        Lease<FileHandle> second = reading(pool, "f1").acquire(LONG);

        AcquireTimeoutException e = catchThrowableOfType(
                AcquireTimeoutException.class, () -> reading(pool, "f2").acquire(SHORT));

        assertThat(e)
                .hasMessage("No resource in time: pool=docs, timeout=30 ms, max=2, creating=0, held by shop 1.0.0=2");
        assertThat(text(first.get())).isEqualTo("text 0");
        CompletableFuture<Lease<FileHandle>> waiting =
                reading(pool, "f2").acquireAsync().toCompletableFuture();
        first.close();
        assertThat(text(waiting.get(20, TimeUnit.SECONDS).get())).isEqualTo("text 2");
        assertThat(opened()).containsExactlyInAnyOrder("f1", "f2");
        waiting.join().close();
        second.close();
    }

    @Test
    void aFileHasItsOwnLimitWhichKeepsNobodyFromOthers() throws Exception {
        FileEngine pool = pool(10, 1);
        Lease<FileHandle> reader = reading(pool, "f0").acquire(LONG);
        List<CompletableFuture<Lease<FileHandle>>> many = Stream.generate(
                        () -> reading(pool, "f0").acquireAsync().toCompletableFuture())
                .limit(20)
                .toList();

        assertThatThrownBy(() -> writing(pool, "f0").acquire(SHORT))
                .isInstanceOf(AcquireTimeoutException.class)
                .hasMessage("No resource in time: pool=docs, path=\"f0\", timeout=30 ms, max=1, creating=0,"
                        + " held by shop 1.0.0=1");
        assertThat(text(pool, "f1")).isEqualTo("text 1");
        assertThat(pool.status().waiting()).isEqualTo(20);
        assertThat(pool.status().timeouts()).isEqualTo(1);

        reader.close();
        for (CompletableFuture<Lease<FileHandle>> one : many) {
            one.get(20, TimeUnit.SECONDS).close();
        }
        writing(pool, "f0").acquire(LONG).close();
        assertThat(opened()).as("the one for reading made room").containsExactlyInAnyOrder("f0", "f1");
        assertThat(pool.status().waiting()).isZero();
    }

    @Test
    void noMoreCallsWaitThanMayWhateverTheyWaitFor() throws Exception {
        FileEngine pool = pool(2, 1);
        Lease<FileHandle> first = reading(pool, "f0").acquire(LONG);
        Lease<FileHandle> second = reading(pool, "f1").acquire(LONG);
        for (int i = 0; i < 50; i++) {
            var unused = reading(pool, "f" + i % 3).acquireAsync();
        }

        assertThatThrownBy(() -> reading(pool, "f0").acquire(LONG)).isInstanceOf(PoolBusyException.class);
        assertThatThrownBy(() -> reading(pool, "f3").acquire(LONG)).isInstanceOf(PoolBusyException.class);
        first.close();
        second.close();
    }

    @Test
    void aMissingFileFailsAtOnceAndKeepsNothing() throws Exception {
        FileEngine pool = pool(1, 1);

        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> reading(pool, "none").acquire(LONG))
                    .isInstanceOf(FileUnavailableException.class)
                    .hasMessage("File unavailable: pool=docs, path=\"none\", there is no such file");
        }
        assertThat(reading(pool, "none").acquireAsync().toCompletableFuture())
                .failsWithin(LONG)
                .withThrowableThat()
                .withCauseInstanceOf(FileUnavailableException.class);
        assertThatThrownBy(() -> writing(pool, "none/none").acquire(LONG))
                .isInstanceOf(FileUnavailableException.class)
                .hasMessageEndingWith("its folder does not exist");

        assertThat(text(pool, "f0")).isEqualTo("text 0");
        assertThat(pool.status().size()).isEqualTo(1);
        assertThat(pool.status().acquired()).isEqualTo(1);
        assertThat(pool.status().createFailures()).isEqualTo(102);
        assertThat(pool.status().lastFailure()).as("not the pool's fault").isNull();
    }

    @Test
    void aPathThatLeavesTheFolderIsRefusedBeforeAnythingIsAsked() {
        FileEngine pool = pool(1, 1);

        assertThatThrownBy(() -> reading(pool, "../docs/f0"))
                .isInstanceOf(PathRefusedException.class)
                .hasMessage(
                        "Path refused: pool=docs, path=\"../docs/f0\", \"..\" in it is no name of a file or folder");
        assertThatThrownBy(() -> writing(pool, folder.resolve("f0").toString()))
                .isInstanceOf(PathRefusedException.class);
    }

    @Test
    void aFileIsCreatedWrittenCutAndRead() throws Exception {
        FileEngine pool = pool(4, 4);
        try (Lease<FileHandle> lease = writing(pool, "new").acquire(LONG)) {
            FileHandle file = lease.get();
            file.write(bytes("new text"), 0);
            file.truncate(3);
            file.force(true);
            assertThat(file.size()).isEqualTo(3);
            assertThat(text(file)).isEqualTo("new");
            assertThat(file.path()).isEqualTo("new");
        }
        try (Lease<FileHandle> lease = reading(pool, "new").acquire(LONG)) {
            assertThat(lease.get().writable()).isFalse();
            assertThat(text(lease.get())).isEqualTo("new");
            assertThatThrownBy(() -> lease.get().write(bytes("no"), 0)).isInstanceOf(NonWritableChannelException.class);
            assertThatThrownBy(() -> lease.get().truncate(0)).isInstanceOf(NonWritableChannelException.class);
        }
    }

    @Test
    void aHandleIsOfNoUseWhenItsLeaseHasEnded() throws Exception {
        FileEngine pool = pool(1, 1);
        Lease<FileHandle> lease = reading(pool, "f0").acquire(LONG);
        FileHandle kept = lease.get();
        lease.close();

        assertThatIllegalStateException().isThrownBy(() -> text(kept)).withMessageContaining("Lease closed");
    }

    @Test
    void anInterruptedThreadClosesTheHandleWhichIsNotLentAgain() throws Exception {
        FileEngine pool = pool(1, 1);
        Lease<FileHandle> lease = reading(pool, "f0").acquire(LONG);

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> text(lease.get())).isInstanceOf(ClosedByInterruptException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThatThrownBy(() -> text(lease.get())).isInstanceOf(IOException.class);
        lease.close();

        assertThat(pool.status().size()).isZero();
        assertThat(text(pool, "f0")).isEqualTo("text 0");
    }

    @Test
    void aReplacedFileIsReadAnewAndADeletedOneIsGone() throws Exception {
        FileEngine pool = pool(2, 2);
        assertThat(text(pool, "f0")).isEqualTo("text 0");
        Lease<FileHandle> began = reading(pool, "f0").acquire(LONG);

        replace("f0", "another");

        assertThat(text(began.get())).as("keeps what it began with").isEqualTo("text 0");
        began.close();
        assertThat(text(pool, "f0")).isEqualTo("another");
        assertThat(pool.status().unhealthy()).isEqualTo(1);
        Files.delete(folder.resolve("f0"));
        assertThatThrownBy(() -> text(pool, "f0")).isInstanceOf(FileUnavailableException.class);
        assertThat(opened()).isEmpty();
    }

    @Test
    void idleHandlesOfDeletedFilesAreClosedAndThoseAboveTheMinimumInTime() throws Exception {
        FileEngine pool = pool(settings(1, 10, 2, NEVER, Duration.ofMillis(20)));
        text(pool, "f0");
        text(pool, "f1");
        Files.delete(folder.resolve("f0"));

        await().atMost(LONG).untilAsserted(() -> assertThat(opened()).containsExactly("f1"));

        text(pool, "f2");
        pool.settings(settings(1, 10, 2, Duration.ofMillis(20), NEVER), folder);
        await().atMost(LONG).untilAsserted(() -> assertThat(opened()).containsExactly("f2"));
        assertThat(text(pool, "f1")).isEqualTo("text 1");
    }

    @Test
    void aFolderThatIsMissingIsNamedAndFoundWhenItComes() throws Exception {
        FileEngine pool = pool(2, 2);
        Path away = folder.resolveSibling("away");
        Files.move(folder, away);

        assertThatThrownBy(() -> text(pool, "f0"))
                .isInstanceOf(PoolUnavailableException.class)
                .hasMessage("Pool unavailable: pool=docs, root=" + folder
                        + " does not exist: make the folder, or change root in the pool's file");
        assertThat(pool.status().lastFailure()).contains("make the folder");
        Files.createDirectory(folder);
        Files.writeString(folder.resolve("f0"), "in the new one");

        await().atMost(LONG).until(() -> pool.status().lastFailure() == null);
        assertThat(text(pool, "f0")).isEqualTo("in the new one");
    }

    @Test
    void anotherFolderHoldsAtOnceAndClosesNothingThatIsBorrowed() throws Exception {
        FileEngine pool = pool(4, 4);
        Path other = Files.createDirectory(folder.resolveSibling("other"));
        Files.writeString(other.resolve("f0"), "other text");
        text(pool, "f1");
        Lease<FileHandle> borrowed = reading(pool, "f0").acquire(LONG);

        pool.settings(settings(0, 4, 1, NEVER, NEVER), other);

        assertThat(text(borrowed.get())).isEqualTo("text 0");
        assertThat(opened()).containsExactly("f0");
        borrowed.close();
        assertThat(text(pool, "f0")).isEqualTo("other text");
        assertThat(opened()).isEmpty();
    }

    @Test
    void hooksSeeTheFiles() throws Exception {
        FileEngine pool = pool(1, 1);
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        pool.hooks().set(List.of(new ResourceHook() {
            @Override
            public void onAcquire(String name, Object resource) {
                seen.add("acquire " + ((FileHandle) resource).path());
            }

            @Override
            public void onRelease(String name, Object resource) {
                seen.add("release " + ((FileHandle) resource).path());
            }

            @Override
            public void onEvict(String name, Object resource) {
                seen.add("evict " + ((FileHandle) resource).path());
            }

            @Override
            public boolean onHealthCheck(String name, Object resource) {
                seen.add("check " + ((FileHandle) resource).path());
                return false;
            }
        }));

        text(pool, "f0");
        text(pool, "f0");
        text(pool, "f1");

        assertThat(seen)
                .containsExactly(
                        "acquire f0",
                        "release f0",
                        "check f0",
                        "evict f0",
                        "acquire f0",
                        "release f0",
                        "evict f0",
                        "acquire f1",
                        "release f1");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1})
    void manyThreadsOverMoreFilesThanHandlesOpenNoMoreThanThereMayBe(long validateAfter) throws Exception {
        int max = 4;
        int users = 16;
        FileEngine pool = pool(settings(0, max, 2, NEVER, NEVER, Duration.ofMillis(validateAfter)));
        AtomicBoolean over = new AtomicBoolean();
        Queue<Throwable> wrong = new ConcurrentLinkedQueue<>();
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < users; i++) {
            Thread user = new Thread(() -> {
                try {
                    while (!over.get()) {
                        int file = ThreadLocalRandom.current().nextInt(10);
                        assertThat(text(pool, "f" + file)).isEqualTo("text " + file);
                    }
                } catch (Throwable e) {
                    wrong.add(e);
                }
            });
            all.add(user);
            user.start();
        }
        int most = 0;
        long end = System.nanoTime() + Duration.ofMillis(300).toNanos();
        while (System.nanoTime() < end) {
            most = Math.max(most, opened().size());
        }
        over.set(true);
        for (Thread user : all) {
            user.join(20_000);
        }

        assertThat(wrong).isEmpty();
        assertThat(most).isBetween(1, max);
        assertThat(pool.status().acquired()).isGreaterThan(100);
        assertThat(opened()).hasSize(pool.status().size()).hasSizeLessThanOrEqualTo(max);
        assertThat(pool.status().active()).isZero();
    }

    @Test
    void pathsThatNobodyHasOpenLeaveNothingBehind() throws Exception {
        FileEngine pool = pool(2, 1);
        for (int i = 0; i < 1_000; i++) {
            String path = "none" + i;
            assertThatThrownBy(() -> reading(pool, path).acquire(LONG)).isInstanceOf(FileUnavailableException.class);
            text(pool, "f" + i % 10);
        }

        assertThat(pool.paths()).isEqualTo(2);
    }
}
