package io.mistersmith.pools.internal.files;

import io.mistersmith.pools.FilePool;
import io.mistersmith.pools.internal.engine.Borrower;
import io.mistersmith.pools.internal.engine.PoolSettings;
import java.nio.file.Path;

/** A pool of files without OSGi and without threads of its own: for benchmarks. */
public final class LocalFiles implements AutoCloseable {

    private final FileEngine engine;

    /** Files below this folder; 16 handles of one file at most. */
    public LocalFiles(Path folder, PoolSettings sizes) {
        engine = new FileEngine("local", folder, new FileSettings(sizes, 16));
    }

    /** As one bundle sees it. */
    public FilePool pool() {
        return new FilesView(engine, new Borrower("local"));
    }

    @Override
    public void close() {
        var unused = engine.close();
        engine.takeBackAll();
    }
}
