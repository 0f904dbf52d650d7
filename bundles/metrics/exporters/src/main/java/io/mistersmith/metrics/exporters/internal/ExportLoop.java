package io.mistersmith.metrics.exporters.internal;

import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.MetricsExporter;
import io.mistersmith.plugincode.support.PluginCalls;
import io.mistersmith.plugincode.support.PluginCode;
import io.mistersmith.plugincode.support.PluginFailure;
import io.mistersmith.plugincode.support.PluginResult;
import io.mistersmith.plugincode.support.ReadThrowable;
import io.mistersmith.threads.Job;
import io.mistersmith.threads.ThreadPools;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls one exporter again and again. Thread-safe.
 *
 * <p>waiting --due--&gt; running --returned--&gt; waiting; --threw, timed out or found no thread--&gt; failing, which waits
 * longer each time. While a call that timed out has not ended, none begins: an exporter that hangs costs one thread.
 */
final class ExportLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ExportLoop.class);

    private final ExportSettings settings;
    private final MetricsExporter exporter;
    private final Supplier<@Nullable List<FamilySnapshot>> families;
    private final ThreadPools threads;
    private final Consumer<ExporterStatus> ended;
    private final AtomicInteger calls = new AtomicInteger();
    private final PluginCalls guard;

    private @Nullable Job<Void> timer; // all guarded by this
    private @Nullable Job<?> call;
    private boolean closed;
    private int failuresInARow;
    private long exports;
    private long failures;
    private @Nullable Instant lastExport;
    private @Nullable String problem;

    /**
     * Begins after one interval.
     *
     * @param families null while there are no metrics; then nothing is exported
     * @param ended told after each export, failed or not
     */
    ExportLoop(
            ExportSettings settings,
            MetricsExporter exporter,
            Supplier<@Nullable List<FamilySnapshot>> families,
            ThreadPools threads,
            Consumer<ExporterStatus> ended) {
        this.settings = settings;
        this.exporter = exporter;
        this.families = families;
        this.threads = threads;
        this.ended = ended;
        this.guard = new PluginCalls(threads::io);
        schedule(settings.interval());
    }

    synchronized ExporterStatus status() {
        boolean busy = calls.get() > 0;
        String state = failuresInARow > 0 ? busy ? "hanging" : "failing" : busy ? "running" : "waiting";
        return new ExporterStatus(settings.name(), state, exports, failures, lastExport, problem);
    }

    @Override
    public synchronized void close() {
        closed = true;
        cancel(timer);
        cancel(call);
    }

    private static void cancel(@Nullable Job<?> job) {
        if (job != null) {
            job.cancel();
        }
    }

    /** Arranges the next call; if there is no room for a timer, {@link #revive} does so later. */
    private synchronized void schedule(Duration delay) {
        timer = null;
        if (!closed) {
            try {
                timer = threads.after(delay, this::due);
            } catch (RejectedExecutionException e) {
                LOG.debug("No timer for exporter {}", settings.name(), e);
            }
        }
    }

    /** Called again and again: nothing ends the loop for good but {@link #close}. */
    void revive() {
        synchronized (this) {
            if (timer != null) {
                return;
            }
        }
        schedule(settings.interval());
    }

    private void due() {
        if (calls.get() > 0) {
            failed(describe(new TimeoutException("the last call has not ended")));
            return;
        }
        Job<Optional<PluginFailure>> begun;
        try {
            begun = threads.blocking().submit(this::call, settings.timeout());
        } catch (Throwable e) { // full, or such as an OutOfMemoryError for a new thread
            failed(describe(e));
            return;
        }
        synchronized (this) {
            call = begun;
            if (closed) {
                begun.cancel();
            }
        }
        begun.result().whenComplete((thrown, failure) -> {
            if (failure != null) {
                failed(describe(failure));
            } else {
                thrown.ifPresentOrElse(one -> failed(describe(one)), this::succeeded);
            }
        });
    }

    /** Whatever the exporter threw, as a result: reported here, so it is no failed task that the pool logs. */
    private Optional<PluginFailure> call() {
        calls.incrementAndGet();
        try {
            PluginResult<Void> result = guard.call(PluginCode.of(settings.name(), exporter), () -> {
                List<FamilySnapshot> now = families.get();
                if (now != null) {
                    exporter.export(Prefixed.all(settings.prefix(), now));
                }
                return null;
            });
            return Optional.ofNullable(result.failure());
        } finally {
            calls.decrementAndGet();
        }
    }

    private void succeeded() {
        synchronized (this) {
            if (failuresInARow > 0) {
                LOG.info("Exporter {} works again after {} failures", settings.name(), failuresInARow);
            }
            failuresInARow = 0;
            problem = null;
            exports++;
            lastExport = Instant.now();
        }
        end(settings.interval());
    }

    private void end(Duration pause) {
        try {
            ended.accept(status());
        } catch (Throwable e) { // whatever it is, it must not end the loop
            LOG.warn(
                    "Figures of exporter {} were not counted",
                    settings.name(),
                    guard.read(e).loggable());
        }
        schedule(pause);
    }

    private void failed(String why) {
        int inARow;
        synchronized (this) {
            if (closed) {
                return;
            }
            failures++;
            inARow = ++failuresInARow;
            problem = why;
            if (inARow == 1) {
                LOG.warn(
                        "Exporter {} failed: {}. It is tried again, and told of when it works",
                        settings.name(),
                        problem);
            }
        }
        end(settings.waitAfter(inARow));
    }

    private static String describe(PluginFailure failure) {
        ReadThrowable thrown = failure.thrown();
        return thrown == null ? failure.summary() : thrown.summary();
    }

    private String describe(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof TimeoutException
                ? "not done within timeout.ms=" + settings.timeout().toMillis()
                : guard.read(cause).summary();
    }
}
