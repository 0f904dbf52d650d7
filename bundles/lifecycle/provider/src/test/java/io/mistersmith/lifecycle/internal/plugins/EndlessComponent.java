package io.mistersmith.lifecycle.internal.plugins;

import java.util.concurrent.locks.LockSupport;

/** A component whose constructor never comes back. */
public final class EndlessComponent {

    /** Never comes back. */
    public EndlessComponent() {
        while (!Boolean.getBoolean("lifecycle.test.end")) {
            LockSupport.parkNanos(1_000_000);
        }
    }
}
