package io.mistersmith.pools.internal.files;

import io.mistersmith.pools.FileHandle;
import io.mistersmith.pools.FilePool;
import io.mistersmith.pools.ResourcePool;
import io.mistersmith.pools.internal.engine.Borrower;

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
}
