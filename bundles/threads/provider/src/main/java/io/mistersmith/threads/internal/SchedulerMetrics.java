package io.mistersmith.threads.internal;

import io.mistersmith.metrics.Metrics;
import io.mistersmith.metrics.Metrics.Registration;
import io.mistersmith.metrics.Timer;
import io.mistersmith.threads.internal.job.TimerThread;
import java.util.List;
import java.util.Map;

/** The series of the scheduler in one metrics service. */
final class SchedulerMetrics implements AutoCloseable {

    private static final String PREFIX = "mistersmith_threads_timer_";

    private final TimerThread timer;
    private final List<Registration> series;
    private final Metrics.Family<Timer> late;
    private final Metrics.Family<Timer> ran;

    SchedulerMetrics(Metrics metrics, TimerThread timer) {
        this.timer = timer;
        Map<String, String> label = Map.of("pool", TimerThread.NAME);
        series = List.of(
                metrics.gauge(PREFIX + "waiting_timers", "Timers that users have", label, timer::timers),
                metrics.counter(PREFIX + "runs_total", "How often a timer was due", label, timer::runs),
                metrics.counter(PREFIX + "rejected_total", "Timers refused for want of room", label, timer::refused));
        late = metrics.timer(PREFIX + "late_seconds", "Time from when a timer was due to its run", "pool");
        ran = metrics.timer(PREFIX + "run_seconds", "Time a timer kept the scheduler's thread", "pool");
        Timer lateHere = late.with(TimerThread.NAME);
        Timer ranHere = ran.with(TimerThread.NAME);
        timer.times((lateNanos, ranNanos) -> {
            lateHere.record(lateNanos);
            ranHere.record(ranNanos);
        });
    }

    @Override
    public void close() {
        timer.times(null);
        series.forEach(Registration::close);
        late.remove(new String[] {TimerThread.NAME});
        ran.remove(new String[] {TimerThread.NAME});
    }
}
