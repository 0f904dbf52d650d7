package io.mistersmith.threads.internal.engine;

import io.mistersmith.threads.Job;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Who gave tasks: a bundle between its start and its stop. */
public final class Owner {

    private final String name;
    private final Set<Job<?>> timers = ConcurrentHashMap.newKeySet();
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

    /** Remembers a timer that must end with the owner. */
    public void add(Job<?> timer) {
        timers.add(timer);
        if (stopped) {
            // The owner's stop may have walked the timers before this one was there.
            timer.cancel();
        }
    }

    public void remove(Job<?> timer) {
        timers.remove(timer);
    }

    public void cancelTimers() {
        timers.forEach(Job::cancel);
    }

    @Override
    public String toString() {
        return name;
    }
}
