package io.mistersmith.pools.internal.jdbc;

import io.mistersmith.pools.Lease;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executor;

/** A connection while it is borrowed, as lease and as what is leased: closing either ends both. */
final class LeasedConnection extends DelegatingConnection implements Lease<Connection> {

    private final Lease<Seat> lease;
    private final Seat seat;
    private final Seat.Occupied occupied;

    LeasedConnection(Lease<Seat> lease, Seat seat, Seat.Occupied occupied) {
        super(occupied.connection());
        this.lease = lease;
        this.seat = seat;
        this.occupied = occupied;
    }

    @Override
    public Connection get() {
        lease.get(); // throws if it has ended
        return this;
    }

    @Override
    public void close() {
        if (seat.leave(occupied)) {
            occupied.generation().giveBack(delegate, seat.returning());
            lease.close();
        }
    }

    @Override
    public void invalidate() {
        if (seat.leave(occupied)) {
            occupied.generation().evict(delegate);
            lease.close();
        }
    }

    @Override
    public void abort(Executor executor) throws SQLException {
        if (seat.leave(occupied)) {
            try {
                delegate.abort(executor);
            } finally {
                occupied.generation().evict(delegate); // HikariCP does not see an abort
                lease.close();
            }
        }
    }

    @Override
    public String toString() {
        return "leased " + delegate;
    }
}
