package io.mistersmith.pools.internal.faults;

import io.mistersmith.pools.Lease;
import io.mistersmith.pools.PoolException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Threads that borrow, make a round trip and give back, and take the time of each step. */
final class Load<R> implements AutoCloseable {

    private static final Duration HANGS = Duration.ofSeconds(20);

    private static final long TOLERATED = 500_000_000;

    private final Victim<R> victim;
    private final List<Thread> threads = new ArrayList<>();
    private final Map<String, Integer> failures = new TreeMap<>(); // guarded by itself
    private final ConcurrentLinkedQueue<Throwable> untyped = new ConcurrentLinkedQueue<>();

    final AtomicLong worked = new AtomicLong();
    final AtomicLong longestAcquire = new AtomicLong();
    final AtomicLong longestCall = new AtomicLong();
    final AtomicLong longestRelease = new AtomicLong();

    private final AtomicLongArray since; // per thread, when its call for a connection began; 0: it makes none
    private volatile String late = "";
    private volatile boolean stop;

    /** Begins; every fourth thread borrows without waiting on its own. */
    Load(Victim<R> victim, int size, Duration limit) {
        this.victim = victim;
        this.since = new AtomicLongArray(size);
        for (int i = 0; i < size; i++) {
            boolean async = i % 4 == 3;
            int which = i;
            threads.add(new Thread(() -> run(async, which), "load-" + i));
        }
        Thread watch = new Thread(() -> watch(limit), "load-watch");
        watch.setDaemon(true);
        watch.start();
        threads.forEach(thread -> {
            thread.setDaemon(true);
            thread.start();
        });
    }

    /** Sees where a call is that has not ended in time. */
    private void watch(Duration limit) {
        while (!stop && late.isEmpty()) {
            long now = System.nanoTime();
            for (int i = 0; i < since.length(); i++) {
                long began = since.get(i);
                if (began != 0 && now - began > limit.toNanos() + TOLERATED) {
                    late = threads.get(i).getName() + " is late, and these run: " + running(threads.get(i));
                }
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    /** This one and those of the pool, without what only waits for work. */
    private static String running(Thread one) {
        StringBuilder text = new StringBuilder();
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            boolean pools =
                    Arrays.stream(stack).anyMatch(frame -> frame.getClassName().contains(".pools.internal."));
            if (thread == one || (thread.getName().startsWith("test-pool") && pools)) {
                text.append(thread.getName()).append(" at ");
                Arrays.stream(stack).forEach(frame -> text.append("\n    ").append(frame));
                text.append('\n');
            }
        });
        return text.toString();
    }

    private void run(boolean async, int which) {
        long number = 0;
        while (!stop) {
            once(async, which, Thread.currentThread().getName() + "-" + number++);
            LockSupport.parkNanos(10_000_000);
        }
    }

    private void once(boolean async, int which, String text) {
        long start = System.nanoTime();
        since.set(which, start);
        Lease<R> lease = async ? borrowAsync() : borrow();
        since.set(which, 0);
        long borrowed = took(longestAcquire, start);
        if (lease == null) {
            return;
        }
        if (call(lease, text)) {
            worked.incrementAndGet();
        }
        long called = took(longestCall, borrowed);
        lease.close();
        took(longestRelease, called);
    }

    private static long took(AtomicLong longest, long start) {
        long now = System.nanoTime();
        longest.accumulateAndGet(now - start, Math::max);
        return now;
    }

    private @Nullable Lease<R> borrow() {
        try {
            return victim.pool().acquire();
        } catch (PoolException e) {
            failed(e);
        } catch (RuntimeException | Error | InterruptedException e) {
            untyped.add(e);
        }
        return null;
    }

    private @Nullable Lease<R> borrowAsync() {
        try {
            return victim.pool().acquireAsync().toCompletableFuture().get(HANGS.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof PoolException cause) {
                failed(cause);
            } else {
                untyped.add(e);
            }
        } catch (TimeoutException | InterruptedException | RuntimeException e) {
            untyped.add(e);
        }
        return null;
    }

    private boolean call(Lease<R> lease, String text) {
        try {
            victim.call(lease.get(), text);
            return true;
        } catch (Exception | Error e) {
            failed(e); // the driver's own
            return false;
        }
    }

    private void failed(Throwable e) {
        synchronized (failures) {
            failures.merge(e.getClass().getSimpleName(), 1, Integer::sum);
        }
    }

    /** Where a call was that had not ended shortly after its time; empty: none. */
    String late() {
        return late;
    }

    /** What failed, and how often. */
    Map<String, Integer> failures() {
        synchronized (failures) {
            return new TreeMap<>(failures);
        }
    }

    /** Errors of the pool that are no {@link PoolException}. */
    List<Throwable> untyped() {
        return List.copyOf(untyped);
    }

    /** Returns when the calls of now have ended. */
    void end() throws InterruptedException {
        stop = true;
        for (Thread thread : threads) {
            thread.join(HANGS.toMillis());
        }
    }

    @Override
    public void close() {
        stop = true;
    }

    @Override
    public String toString() {
        return "worked=" + worked + ", longest acquire=" + millis(longestAcquire) + ", call=" + millis(longestCall)
                + ", release=" + millis(longestRelease) + " ms, failures=" + failures();
    }

    private static long millis(AtomicLong nanos) {
        return nanos.get() / 1_000_000;
    }
}
