package io.mistersmith.metrics.internal;

import java.util.concurrent.atomic.AtomicInteger;

/** Who registered meters: a bundle between its start and its stop. */
final class Owner {

    private final String name;
    private final AtomicInteger callsOut = new AtomicInteger();
    private volatile boolean stopped;

    Owner(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /** Calls of its isolated suppliers that have not returned. */
    AtomicInteger callsOut() {
        return callsOut;
    }

    boolean stopped() {
        return stopped;
    }

    void stop() {
        stopped = true;
    }
}
