package io.mistersmith.gateway.internal;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client that sends a little, again and again, until its connection ends. */
final class Dripping implements AutoCloseable {

    static final int MILLIS = 50;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    private @Nullable ScheduledFuture<?> falling;

    /** What is sent each time. */
    interface Drop {
        void send() throws IOException;
    }

    void start(Drop drop) {
        falling = clock.scheduleAtFixedRate(() -> fall(drop), MILLIS, MILLIS, TimeUnit.MILLISECONDS);
    }

    private void fall(Drop drop) {
        try {
            drop.send();
        } catch (IOException e) {
            clock.shutdown();
        }
    }

    @Override
    public void close() {
        if (falling != null) {
            falling.cancel(false);
        }
        clock.shutdownNow();
    }
}
