package io.mistersmith.threads.internal.engine;

/** Who submits tasks: a bundle between its start and its stop. */
public final class Owner {

    private final String name;
    private volatile boolean stopped;

    public Owner(String name) {
        this.name = name;
    }

    public boolean stopped() {
        return stopped;
    }

    /** From now on no task begins; what is queued, scheduled or running is for the caller to end. */
    public void stop() {
        stopped = true;
    }

    @Override
    public String toString() {
        return name;
    }
}
