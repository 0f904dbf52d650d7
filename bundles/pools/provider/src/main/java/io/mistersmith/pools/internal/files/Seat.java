package io.mistersmith.pools.internal.files;

import io.mistersmith.pools.internal.engine.Maker;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The right to one open file: what the engine lends, in order of arrival. There are as many as handles may be, so who has one
 * finds room for a handle, if need be by closing one that nobody has.
 *
 * <p>Written by who has the seat; emptied by compare-and-set by whoever ends the lease first, its owner or who takes it back.
 */
final class Seat {

    private final AtomicReference<@Nullable FileLease> place = new AtomicReference<>();

    void occupy(FileLease by) {
        place.set(by);
    }

    /** True for one caller, who then has to see to the file. */
    boolean leave(FileLease by) {
        return place.compareAndSet(by, null);
    }

    /** Nothing to wait for. A seat that is destroyed while somebody has it takes the file along. */
    static final class SeatMaker implements Maker<Seat> {

        @Override
        public Seat make() {
            return new Seat();
        }

        @Override
        public boolean healthy(Seat resource) {
            return true;
        }

        @Override
        public void destroy(Seat resource) {
            FileLease left = resource.place.getAndSet(null);
            if (left != null) {
                left.takenBack();
            }
        }

        @Override
        public boolean immediate() {
            return true;
        }
    }
}
