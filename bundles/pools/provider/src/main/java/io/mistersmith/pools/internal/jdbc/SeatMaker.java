package io.mistersmith.pools.internal.jdbc;

import io.mistersmith.pools.internal.engine.Maker;
import io.mistersmith.pools.internal.engine.PoolSettings;

/** Makes seats: nothing to wait for. A seat that is destroyed while somebody has it takes the connection along. */
final class SeatMaker implements Maker<Seat> {

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
        Seat.Occupied left = resource.clear();
        if (left != null) {
            left.generation().evict(left.connection());
        }
    }

    @Override
    public void watch(Seat resource, PoolSettings settings) {
        resource.returning().check(settings.callTimeout());
    }

    @Override
    public boolean immediate() {
        return true;
    }
}
