package io.mistersmith.pools.internal.files;

import io.mistersmith.pools.FileHandle;
import io.mistersmith.pools.FilePool;
import io.mistersmith.pools.Lease;
import io.mistersmith.pools.ResourcePool;
import io.mistersmith.pools.internal.engine.Borrower;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** A pool of files as one bundle sees it: adds who borrows, holds nothing else. */
final class FilesView extends WholePool implements FilePool {

    private final Borrower borrower;

    FilesView(FileEngine engine, Borrower borrower) {
        super(engine);
        this.borrower = borrower;
    }

    @Override
    public ResourcePool<FileHandle> reading(String path) {
        return view(path, false);
    }

    @Override
    public ResourcePool<FileHandle> writing(String path) {
        return view(path, true);
    }

    private FileView view(String path, boolean forWriting) {
        engine.check(path);
        return new FileView(engine, borrower, path, forWriting);
    }

    /** One file of it. */
    private static final class FileView extends WholePool implements ResourcePool<FileHandle> {

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
            return engine.calls().acquire(borrower, path, forWriting, timeout);
        }

        @Override
        public CompletionStage<Lease<FileHandle>> acquireAsync() {
            return engine.calls().acquireAsync(borrower, path, forWriting);
        }
    }
}
