package io.mistersmith.pools.internal.files;

import io.mistersmith.pools.FileHandle;
import io.mistersmith.pools.Lease;
import io.mistersmith.pools.internal.engine.Hooks;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file while it is borrowed: a permit for the file, a seat, and the handle. */
final class FileLease implements Lease<FileHandle> {

    private final Opener opener;
    private final Lease<Slot.Permit> permit;
    private final Lease<Seat> lease;
    private final Seat seat;
    private final OpenFile file;
    private final Lent lent = new Lent();

    FileLease(Opener opener, Lease<Slot.Permit> permit, Lease<Seat> lease, Seat seat, OpenFile file) {
        this.opener = opener;
        this.permit = permit;
        this.lease = lease;
        this.seat = seat;
        this.file = file;
    }

    @Override
    public FileHandle get() {
        lease.get(); // throws if it has ended
        return lent;
    }

    @Override
    public void close() {
        end(true);
    }

    @Override
    public void invalidate() {
        end(false);
    }

    void tell(Hooks hooks) {
        if (!hooks.none()) {
            hooks.acquired(file);
        }
    }

    /** First the handle, then the seat: who has a seat finds a handle that nobody has, or room for one. */
    private void end(boolean works) {
        if (seat.leave(this)) {
            opener.giveBack(file, works);
            lease.close();
            permit.close();
        }
    }

    /** With its seat, by who ended the lease. */
    void takenBack() {
        opener.takeAway(file);
        permit.close();
    }

    @Override
    public String toString() {
        return "leased " + file;
    }

    /** The handle as the borrower sees it: of no use when the lease has ended. */
    private final class Lent implements FileHandle {

        private OpenFile held() {
            lease.get();
            return file;
        }

        @Override
        public String path() {
            return held().path();
        }

        @Override
        public boolean writable() {
            return held().writable();
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            return held().read(into, position);
        }

        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            held().write(from, position);
        }

        @Override
        public long size() throws IOException {
            return held().size();
        }

        @Override
        public void truncate(long size) throws IOException {
            held().truncate(size);
        }

        @Override
        public void force(boolean metaData) throws IOException {
            held().force(metaData);
        }

        @Override
        public String toString() {
            return "leased " + file;
        }
    }
}
