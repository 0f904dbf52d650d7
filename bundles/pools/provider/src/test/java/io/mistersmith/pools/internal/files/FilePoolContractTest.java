package io.mistersmith.pools.internal.files;

import io.mistersmith.pools.FileHandle;
import io.mistersmith.pools.ResourcePool;
import io.mistersmith.pools.internal.ThreadsWork;
import io.mistersmith.pools.internal.engine.Borrower;
import io.mistersmith.pools.internal.engine.PoolSettings;
import io.mistersmith.testkit.PoolContract;
import io.mistersmith.testkit.RealThreadPools;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

class FilePoolContractTest extends PoolContract<FileHandle> {

    private static final RealThreadPools THREADS = RealThreadPools.unbounded();

    private final Path folder;

    FilePoolContractTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        Files.writeString(folder.resolve("a.txt"), "a");
    }

    @AfterAll
    static void end() {
        THREADS.close();
    }

    @Override
    protected Subject<FileHandle> open(Wish wish) {
        PoolSettings sizes = new PoolSettings(
                0,
                wish.max(),
                10_000,
                wish.acquireTimeout(),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofMillis(-1),
                Duration.ofMillis(10),
                Duration.ofSeconds(5),
                wish.leakThreshold(),
                wish.leakReclaim());
        FileEngine engine = new FileEngine("files", folder, new FileSettings(sizes, 100));
        engine.work(new ThreadsWork(THREADS));
        Map<String, Borrower> borrowers = new ConcurrentHashMap<>();
        return new Subject<>() {
            @Override
            public ResourcePool<FileHandle> of(String bundle) {
                return new FilesView(engine, borrowers.computeIfAbsent(bundle, Borrower::new)).reading("a.txt");
            }

            @Override
            public void stop(String bundle) {
                Borrower borrower = borrowers.get(bundle);
                if (borrower != null) {
                    borrower.stopped();
                    engine.stop(borrower);
                }
            }

            @Override
            public void close() {
                var unused = engine.close();
                engine.takeBackAllAfter(Duration.ofMinutes(1));
            }
        };
    }

    @Override
    protected boolean works(FileHandle resource) {
        try {
            return resource.read(ByteBuffer.allocate(1), 0) == 1;
        } catch (IOException e) {
            return false;
        }
    }
}
