package io.mistersmith.metrics.internal;

/** Who registered meters: a bundle between its start and its stop. */
final class Owner {

    private final String name;
    private volatile boolean stopped;

    Owner(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    boolean stopped() {
        return stopped;
    }

    void stop() {
        stopped = true;
    }
}
