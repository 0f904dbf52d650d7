package io.mistersmith.itests.leaky;

import io.mistersmith.eventbus.EventBus;
import io.mistersmith.metrics.Metrics;
import io.mistersmith.threads.Pool;
import io.mistersmith.threads.ThreadPools;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Uses every kind of meter, and cleans up nothing: leaves an endless task, a job that goes on, and an object of its own in
 * a thread local of a worker of each pool.
 */
@Component(service = Leaky.class, immediate = true, configurationPid = LeakyConfig.PID)
@Designate(ocd = LeakyConfig.class)
public final class Leaky {

    private static final ThreadLocal<Leaky> LEFT = new ThreadLocal<>();

    private final AtomicBoolean ticked = new AtomicBoolean();

    /** Begins what will not end by itself. */
    @Activate
    public Leaky(LeakyConfig config, @Reference ThreadPools pools, @Reference Metrics metrics, @Reference EventBus bus)
            throws Exception {
        measure(metrics);
        pools.blocking().execute(this::loop);
        for (Pool pool : List.of(pools.compute(), pools.io(), pools.blocking())) {
            pool.execute(() -> keep(pool));
        }
        pools.every(Duration.ofMillis(config.period_ms()), this::tick);
        bus.publish(new Dropped("leaky", false));
        bus.publishGuaranteed(new Dropped("leaky", true));
    }

    @Deactivate
    void stop() {
        Diary.write("stopped");
    }

    private void measure(Metrics metrics) throws Exception {
        metrics.counter("leaky_drops_total", "Drops by pipe.", "pipe")
                .with("main")
                .increment();
        metrics.counter("leaky_supplied_total", "Drops that somebody else counts.", Map.of("pipe", "main"), () -> 7);
        metrics.gauge("leaky_level_ratio", "Level by pipe.", "pipe")
                .with("main")
                .set(0.5);
        metrics.gauge("leaky_ballast_bytes", "Level that is asked for.", this::ballast);
        metrics.gauge("leaky_pipe_bytes", "Level by pipe that is asked for.", Map.of("pipe", "main"), this::ballast);
        metrics.histogram("leaky_drop_bytes", "Sizes.", "bytes").get().record(3);
        metrics.timer("leaky_drop_seconds", "Times.").get().time(this::ballast);
        metrics.recordOperation("drop", Duration.ofMillis(1), true);
        metrics.recordOperation("drop", Duration.ofMillis(1), false);
        Diary.write("measured");
    }

    private double ballast() {
        return Diary.ballast().length;
    }

    /** Answers to an interrupt, and to nothing else. */
    private void loop() {
        Diary.write("looping");
        while (!Thread.interrupted()) {
            LockSupport.parkNanos(this, Duration.ofSeconds(1).toNanos());
        }
        Diary.write("interrupted");
    }

    private void keep(Pool pool) {
        LEFT.set(this);
        Thread.currentThread().setContextClassLoader(Leaky.class.getClassLoader());
        Diary.write("kept in " + pool.name());
    }

    private void tick() {
        if (ticked.compareAndSet(false, true)) {
            Diary.write("ticked");
        }
    }
}
