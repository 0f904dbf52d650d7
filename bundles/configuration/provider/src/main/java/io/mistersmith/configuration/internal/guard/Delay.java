package io.mistersmith.configuration.internal.guard;

import java.time.Duration;

/** Runs work later, on one thread; tests run it by hand. */
@FunctionalInterface
public interface Delay {

    void after(Duration delay, Runnable work);
}
