package io.mistersmith.threads.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mistersmith.testkit.InMemoryMetrics;
import io.mistersmith.threads.Job;
import io.mistersmith.threads.PoolStatus;
import io.mistersmith.threads.PoolThread;
import io.mistersmith.threads.internal.engine.CorePool;
import io.mistersmith.threads.internal.engine.Owner;
import io.mistersmith.threads.internal.engine.PoolSettings;
import io.mistersmith.threads.internal.job.Pools;
import io.mistersmith.threads.internal.job.ThreadSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MonitoredPoolsTest {

    private final Path etc;
    private final Pools pools = new Pools(ThreadSettings.defaults());
    private final CountDownLatch hold = new CountDownLatch(1);

    MonitoredPoolsTest(@TempDir Path etc) {
        this.etc = etc;
    }

    @AfterEach
    void close() {
        hold.countDown();
        pools.close();
    }

    @Test
    void poolsAreSortedWithTheirFigures() {
        pools.add("batch", new PoolSettings(1, 4, Duration.ofSeconds(1), 0));
        busyBatch();

        assertThat(monitor().pools())
                .extracting(PoolStatus::name)
                .containsExactly("batch", "blocking", "compute", "io", "scheduler");
        PoolStatus batch = monitor().pools().get(0);
        assertThat(batch).isEqualTo(new PoolStatus("batch", 1, 4, 1, 1, 0, 0, 0, 0, 0));
    }

    @Test
    void theSchedulerIsAmongThePoolsWithItsTimersAndRuns() {
        InMemoryMetrics metrics = new InMemoryMetrics();
        SchedulerMetrics measured = new SchedulerMetrics(metrics, pools.timer());
        PoolsView orders = new PoolsView(pools, new Owner("orders 1.0"));
        Job<Void> unused = orders.after(Duration.ofMillis(1), () -> {});
        Job<Void> waiting = orders.after(Duration.ofHours(1), () -> {});

        await().untilAsserted(() -> assertThat(scheduler()).isEqualTo(scheduler(1, 1)));
        assertThat(metrics.value("mistersmith_threads_timer_waiting_timers", "scheduler"))
                .isEqualTo(1);
        assertThat(metrics.value("mistersmith_threads_timer_runs_total", "scheduler"))
                .isEqualTo(1);
        assertThat(metrics.value("mistersmith_threads_timer_late_seconds", "scheduler"))
                .isEqualTo(1);
        assertThat(monitor().threads("scheduler")).extracting(PoolThread::name).containsExactly("smith-scheduler-1");
        assertThat(waiting.cancel()).isTrue();
        assertThat(scheduler()).isEqualTo(scheduler(0, 1));
        measured.close();
        assertThatThrownBy(() -> monitor().resize("scheduler", 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Pool \"scheduler\" always has one thread.");
    }

    @Test
    void everyTaskOfABusyPoolIsTimed() {
        int tasks = 200_000;
        InMemoryMetrics metrics = new InMemoryMetrics();
        CorePool batch = pools.add("batch", new PoolSettings(1, tasks, Duration.ofSeconds(1), 0));
        PoolMetrics measured = new PoolMetrics(metrics, batch);
        PoolsView orders = new PoolsView(pools, new Owner("orders 1.0"));
        for (int i = 0; i < tasks; i++) {
            orders.named("batch").execute(() -> {});
        }

        await().until(() -> batch.completed() == tasks);
        assertThat(metrics.value("mistersmith_threads_wait_seconds", "batch")).isEqualTo(tasks);
        assertThat(metrics.value("mistersmith_threads_run_seconds", "batch")).isEqualTo(tasks);
        measured.close();
    }

    private PoolStatus scheduler() {
        return monitor().pools().get(3);
    }

    private static PoolStatus scheduler(int waiting, long runs) {
        return new PoolStatus("scheduler", 1, 100_000, 1, 0, waiting, runs, 0, 0, 0);
    }

    @Test
    void aThreadIsShownWithTheOwnerOfItsTaskAndWhereItIs() {
        pools.add("batch", new PoolSettings(1, 4, Duration.ofSeconds(1), 0));
        busyBatch();

        await().untilAsserted(() -> {
            PoolThread thread = monitor().threads("batch").get(0);
            assertThat(thread.name()).isEqualTo("smith-batch-1");
            assertThat(thread.owner()).isEqualTo("orders 1.0");
            assertThat(thread.state()).isEqualTo(Thread.State.WAITING);
            assertThat(thread.stack())
                    .anySatisfy(frame -> assertThat(frame.getMethodName()).isEqualTo("waitForRelease"));
        });
    }

    @Test
    void aResizeWritesTheFileAndReturnsWhenItIsInForce() throws Exception {
        Path file = Files.writeString(
                etc.resolve("io.mistersmith.threads.cfg"), "# Threads of pool io.\nio.size = 8\nio.queue.size=9\n");
        CorePool io = pools.io();
        CompletableFuture<Void> edited = CompletableFuture.runAsync(
                () -> {
                    await().until(() -> Files.readString(file).contains("io.size = 3"));
                    io.resize(new PoolSettings(3, 9, Duration.ofSeconds(1), 0));
                },
                task -> {
                    Thread thread = new Thread(task, "edits");
                    thread.start();
                });

        PoolStatus now = monitor().resize("io", 3);

        assertThat(now.size()).isEqualTo(3);
        assertThat(edited).succeedsWithin(Duration.ofSeconds(10));
        assertThat(Files.readString(file)).isEqualTo("# Threads of pool io.\nio.size = 3\nio.queue.size=9\n");
        assertThat(etc.toFile().list()).containsExactly("io.mistersmith.threads.cfg");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 4_097})
    void aSizeOutOfRangeIsRefused(int size) {
        assertThatThrownBy(() -> monitor().resize("io", size))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("size=" + size + " is not within 1..4096 threads");
    }

    @Test
    void aPoolWithoutAFileIsRefusedWithWhatToDo() {
        pools.add("batch", new PoolSettings(1, 4, Duration.ofSeconds(1), 0));

        assertThatThrownBy(() -> monitor().resize("batch", 2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Pool batch has no file home/etc/io.mistersmith.threads.pool-batch.cfg;"
                        + " make one with the line size=2.");
        assertThatThrownBy(() -> monitor().resize("Batch", 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("No pool \"Batch\"; available: batch, blocking, compute, io.");
    }

    @Test
    void aKeyThatIsNotInTheFileIsAdded() throws IOException {
        assertThat(SizeFile.with("", "size", 2)).isEqualTo("size=2\n");
        assertThat(SizeFile.with("queue.size=7", "size", 2)).isEqualTo("queue.size=7\nsize=2\n");
        assertThat(SizeFile.with("#size=1\n size : 3\n", "size", 2)).isEqualTo("#size=1\n size : 2\n");
    }

    private MonitoredPools monitor() {
        return new MonitoredPools(pools, etc, "home/etc");
    }

    private void busyBatch() {
        new PoolsView(pools, new Owner("orders 1.0")).named("batch").execute(this::waitForRelease);
        await().until(() -> pools.named("batch").active() == 1);
    }

    private void waitForRelease() {
        try {
            hold.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
