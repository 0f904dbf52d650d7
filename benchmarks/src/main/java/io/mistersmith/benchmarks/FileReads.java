package io.mistersmith.benchmarks;

import io.mistersmith.pools.FileHandle;
import io.mistersmith.pools.FilePool;
import io.mistersmith.pools.Lease;
import io.mistersmith.pools.internal.engine.PoolSettings;
import io.mistersmith.pools.internal.files.LocalFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * Question: what does it cost to read 4 KB of one of 1,000 files, in random order?
 *
 * <p>Rival: what one writes without a pool, {@code FileChannel.open}, one read and close, by an absolute path. A good number is
 * three times its rate. Ours has room for a handle of each file, keeps no stacks, as the rival keeps none, and is as shipped
 * else: it looks once a second whether a path still names the file. Both read into one direct buffer, on one thread; the files are
 * in the page cache.
 */
final class FileReads {

    private static final int FILES = 1_000;
    private static final int SIZE = 4_096;

    private FileReads() {}

    /** Reads the file of this number. */
    private interface Reading {
        int read(int file, ByteBuffer into) throws Exception;
    }

    static double pooled(boolean quick) throws Exception {
        Path folder = files();
        String[] names = Stream.of(names()).map(name -> "data/" + name).toArray(String[]::new);
        try (LocalFiles files = new LocalFiles(folder, settings())) {
            FilePool pool = files.pool();
            return rate(quick, (file, into) -> {
                try (Lease<FileHandle> lease = pool.reading(names[file]).acquire()) {
                    return lease.get().read(into, 0);
                }
            });
        } finally {
            delete(folder);
        }
    }

    static double opened(boolean quick) throws Exception {
        Path folder = files();
        Path[] paths =
                Stream.of(names()).map(name -> folder.resolve("data/" + name)).toArray(Path[]::new);
        try {
            return rate(quick, (file, into) -> {
                try (FileChannel channel = FileChannel.open(paths[file], StandardOpenOption.READ)) {
                    return channel.read(into, 0);
                }
            });
        } finally {
            delete(folder);
        }
    }

    private static PoolSettings settings() {
        PoolSettings shipped = PoolSettings.of(0, FILES);
        return new PoolSettings(
                0,
                FILES,
                shipped.maxWaiting(),
                shipped.acquireTimeout(),
                shipped.idleTimeout(),
                Duration.ZERO,
                shipped.checkInterval(),
                Duration.ofSeconds(1),
                shipped.evictionInterval(),
                shipped.callTimeout(),
                Duration.ZERO,
                Duration.ZERO);
    }

    private static String[] names() {
        String[] names = new String[FILES];
        Arrays.setAll(names, i -> "file-" + i + ".bin");
        return names;
    }

    private static Path files() throws IOException {
        Path folder = Files.createTempDirectory("file-reads").toRealPath();
        Path data = Files.createDirectory(folder.resolve("data"));
        byte[] content = new byte[SIZE];
        for (String name : names()) {
            Files.write(data.resolve(name), content);
        }
        return folder;
    }

    private static void delete(Path folder) throws IOException {
        for (String name : names()) {
            Files.deleteIfExists(folder.resolve("data/" + name));
        }
        Files.delete(folder.resolve("data"));
        Files.delete(folder);
    }

    private static double rate(boolean quick, Reading reading) throws Exception {
        measured(quick ? 4_000 : 8_000, reading); // much is compiled: on a busy machine that takes seconds
        return measured(quick ? 2_000 : 5_000, reading);
    }

    private static double measured(long millis, Reading reading) throws Exception {
        ByteBuffer into = ByteBuffer.allocateDirect(SIZE);
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long began = System.nanoTime();
        long end = began + millis * 1_000_000;
        long count = 0;
        while (System.nanoTime() < end) {
            into.clear();
            if (reading.read(random.nextInt(FILES), into) != SIZE) {
                throw new IllegalStateException("read less than a file");
            }
            count++;
        }
        return count * 1e9 / (System.nanoTime() - began);
    }
}
