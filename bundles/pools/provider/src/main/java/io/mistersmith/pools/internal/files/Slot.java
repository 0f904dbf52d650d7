package io.mistersmith.pools.internal.files;

import io.mistersmith.pools.internal.engine.Maker;
import io.mistersmith.pools.internal.engine.PoolEngine;
import java.util.ArrayList;
import java.util.List;

/** One path: who wants it stands in line at its gate. All but the gate is guarded by the {@link Shelf}. */
final class Slot {

    final ConfinedPath path;
    final PoolEngine<Permit> gate;

    /** Handles that nobody has; who came back last is last. */
    final List<OpenFile> idle = new ArrayList<>(1);

    /** Calls that want one, and leases. */
    int users;

    /** Handles there are or are being made, without those being closed. */
    int open;

    Slot(ConfinedPath path, PoolEngine<Permit> gate) {
        this.path = path;
        this.gate = gate;
    }

    /** The right to one handle of one file. */
    static final class Permit {}

    /** Nothing to wait for. */
    static final class PermitMaker implements Maker<Permit> {

        @Override
        public Permit make() {
            return new Permit();
        }

        @Override
        public boolean healthy(Permit resource) {
            return true;
        }

        @Override
        public void destroy(Permit resource) {}

        @Override
        public boolean immediate() {
            return true;
        }
    }
}
