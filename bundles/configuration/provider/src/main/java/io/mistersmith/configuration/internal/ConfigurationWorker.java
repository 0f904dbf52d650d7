package io.mistersmith.configuration.internal;

import io.mistersmith.configuration.internal.guard.Delay;
import io.mistersmith.plugincode.support.ThrowableReader;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of the configuration service, for second looks at files and for listeners of bound values.
 *
 * <p>Its own, because the guard starts at start level 9 and must not need the thread pools, which it configures. What is
 * handed in after {@link #close} is dropped.
 */
final class ConfigurationWorker implements Executor, Delay, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationWorker.class);

    private static final ThrowableReader READER = new ThrowableReader(null);

    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, work -> {
        Thread made = new Thread(work, "smith-configuration");
        made.setDaemon(true);
        return made;
    });

    ConfigurationWorker() {
        thread.setRemoveOnCancelPolicy(true);
    }

    @Override
    public void execute(Runnable work) {
        after(Duration.ZERO, work);
    }

    @Override
    public void after(Duration delay, Runnable work) {
        try {
            var unused = thread.schedule(() -> guarded(work), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("Closed, so dropped: {}", work);
        }
    }

    @Override
    public void close() {
        var unused = thread.shutdownNow();
    }

    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (Throwable e) { // whatever it is, the next work must be done
            LOG.error("Work of the configuration service failed", READER.read(e).loggable());
        }
    }
}
