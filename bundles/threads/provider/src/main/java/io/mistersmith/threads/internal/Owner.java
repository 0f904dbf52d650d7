package io.mistersmith.threads.internal;

import io.mistersmith.threads.Job;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Who gave tasks: a bundle between its start and its stop. */
final class Owner {

    private final String name;
    private final Set<Job<?>> timers = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    Owner(String name) {
        this.name = name;
    }

    boolean stopped() {
        return stopped;
    }

    /** From now on no task begins; what is queued, scheduled or running is for the caller to end. */
    void stop() {
        stopped = true;
    }

    /** Remembers a timer that must end with the owner. */
    void add(Job<?> timer) {
        timers.add(timer);
        if (stopped) {
            // The owner's stop may have walked the timers before this one was there.
            timer.cancel();
        }
    }

    void remove(Job<?> timer) {
        timers.remove(timer);
    }

    void cancelTimers() {
        timers.forEach(Job::cancel);
    }

    @Override
    public String toString() {
        return name;
    }
}
