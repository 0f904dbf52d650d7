package io.mistersmith.eventstore.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CompletionsTest {

    private static final long PATIENCE_SECONDS = 20;

    private final Queue<Runnable> pool = new ConcurrentLinkedQueue<>();

    @Test
    void completionsRunOnThePoolInTheirOrder() {
        Completions completions = new Completions(pool::add, 1);
        Queue<Integer> told = new ConcurrentLinkedQueue<>();

        completions.add(
                IntStream.range(0, 5).<Runnable>mapToObj(i -> () -> told.add(i)).toList());

        assertThat(told).isEmpty();
        assertThat(pool).as("tasks").hasSize(1);
        pool.remove().run();
        assertThat(told).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void nothingIsLostWhenThePoolRefuses() throws InterruptedException {
        CountDownLatch told = new CountDownLatch(100);
        Completions completions = new Completions(
                task -> {
                    throw new RejectedExecutionException("away");
                },
                4);

        for (int i = 0; i < 100; i++) {
            completions.add(List.of(told::countDown));
        }

        assertThat(told.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    static List<Throwable> thrown() {
        return List.of(
                new IllegalStateException("invalid bundle context"),
                new OutOfMemoryError("unable to create native thread"),
                new NoClassDefFoundError("io/mistersmith/threads/Gone"),
                new IOException("thrown without being declared"));
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void nothingIsLostAndNothingIsThrownWhateverThePoolThrows(Throwable thrown) throws InterruptedException {
        CountDownLatch told = new CountDownLatch(100);
        Completions completions = new Completions(task -> sneak(thrown), 4);

        for (int i = 0; i < 100; i++) {
            completions.add(List.of(told::countDown));
        }

        assertThat(told.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void completionRunsOnceWhenThePoolThrowsAlthoughItAcceptedTheTask() throws InterruptedException {
        CountDownLatch told = new CountDownLatch(3);
        Queue<Runnable> accepted = new ConcurrentLinkedQueue<>();
        Completions completions = new Completions(
                task -> {
                    accepted.add(task);
                    throw new IllegalStateException("accepted all the same");
                },
                1);

        for (int i = 0; i < 3; i++) {
            completions.add(List.of(told::countDown));
        }
        assertThat(told.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        accepted.forEach(Runnable::run);

        assertThat(completions.stranded()).isFalse();
    }

    @Test
    void completionsThatFindNoThreadAtAllRunWhenThereIsOneAgain() {
        AtomicBoolean threads = new AtomicBoolean();
        Executor executor = task -> {
            if (!threads.get()) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            task.run();
        };
        Queue<String> told = new ConcurrentLinkedQueue<>();
        Completions completions = new Completions(executor, 2, executor);

        completions.add(List.of(() -> told.add("a"), () -> told.add("b")));
        completions.retry();

        assertThat(completions.stranded()).isTrue();
        threads.set(true);
        completions.retry();
        assertThat(told).containsExactly("a", "b");
        assertThat(completions.stranded()).isFalse();
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> void sneak(Throwable thrown) throws X {
        throw (X) thrown;
    }

    @Test
    void whatThePoolRefusesRunsOnThreadsOfTheStoreAndNeverOnTheCommitter() throws InterruptedException {
        Queue<String> threads = new ConcurrentLinkedQueue<>();
        CountDownLatch told = new CountDownLatch(20);
        Completions completions = new Completions(
                task -> {
                    throw new RejectedExecutionException("away");
                },
                2);

        for (int i = 0; i < 20; i++) {
            completions.add(List.of(() -> {
                threads.add(Thread.currentThread().getName());
                told.countDown();
            }));
        }

        assertThat(told.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(threads).allMatch(name -> name.matches("smith-store-callback-\\d+"));
    }

    @Test
    void threadsOfTheLastResortEndWhenIdle() throws InterruptedException {
        LastResort lastResort = new LastResort(2, Duration.ofMillis(1));
        CountDownLatch ran = new CountDownLatch(3);

        for (int i = 0; i < 3; i++) {
            lastResort.execute(ran::countDown);
        }

        assertThat(ran.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        await().atMost(Duration.ofSeconds(PATIENCE_SECONDS)).until(() -> lastResort.size() == 0);
    }

    @Test
    void nothingIsLostWithTasksThatThePoolTookAndDropped() {
        Completions completions = new Completions(pool::add, 2);
        Queue<String> told = new ConcurrentLinkedQueue<>();
        completions.add(List.of(() -> told.add("a"), () -> told.add("b"), () -> told.add("c")));
        pool.clear();

        completions.renew();
        completions.add(List.of(() -> told.add("d")));
        while (!pool.isEmpty()) {
            pool.remove().run();
        }

        assertThat(told).containsExactly("a", "b", "c", "d");
    }

    @Test
    void nothingIsLeftInAPoolThatWasLeft() throws InterruptedException {
        Completions completions = new Completions(pool::add, 2);
        CountDownLatch told = new CountDownLatch(2);
        completions.add(List.of(told::countDown));

        completions.leavePool();
        completions.add(List.of(told::countDown));

        assertThat(told.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void completionThatBlocksOrThrowsHoldsUpNoOther() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(2);
        ForkJoinPool threads = new ForkJoinPool(2);
        try {
            Completions completions = new Completions(threads, 2);
            completions.add(List.of(
                    () -> {
                        try {
                            release.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    },
                    () -> {
                        throw new IllegalStateException("a caller's fault, logged by this test on purpose");
                    },
                    told::countDown,
                    told::countDown));

            assertThat(told.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            release.countDown();
            threads.shutdownNow();
        }
    }
}
