package io.mistersmith.pools.internal.files;

import io.mistersmith.pools.FileHandle;
import io.mistersmith.pools.Lease;
import io.mistersmith.pools.ResourcePool;
import io.mistersmith.pools.internal.engine.Borrower;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** One file of a pool, as one bundle sees it. */
final class FileView extends WholePool implements ResourcePool<FileHandle> {

    private final Borrower borrower;
    private final String path;
    private final boolean forWriting;

    FileView(FileEngine engine, Borrower borrower, String path, boolean forWriting) {
        super(engine);
        this.borrower = borrower;
        this.path = path;
        this.forWriting = forWriting;
    }

    @Override
    public Lease<FileHandle> acquire() throws InterruptedException {
        return acquire(engine.settings().acquireTimeout());
    }

    @Override
    public Lease<FileHandle> acquire(Duration timeout) throws InterruptedException {
        return engine.acquire(borrower, path, forWriting, timeout);
    }

    @Override
    public CompletionStage<Lease<FileHandle>> acquireAsync() {
        return engine.acquireAsync(borrower, path, forWriting);
    }
}
