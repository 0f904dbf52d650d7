package io.mistersmith.pools.internal.files;

import io.mistersmith.pools.FileHandle;
import io.mistersmith.pools.internal.ContractSubject;
import io.mistersmith.pools.internal.ThreadsWork;
import io.mistersmith.pools.internal.engine.PoolSettings;
import io.mistersmith.testkit.PoolContract;
import io.mistersmith.testkit.RealThreadPools;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
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
        PoolSettings sizes = ContractSubject.settings(wish);
        FileEngine engine = new FileEngine("files", folder, new FileSettings(sizes, 100));
        engine.work(new ThreadsWork(THREADS));
        return new ContractSubject<>(engine, by -> new FilesView(engine, by).reading("a.txt"), engine::close);
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
