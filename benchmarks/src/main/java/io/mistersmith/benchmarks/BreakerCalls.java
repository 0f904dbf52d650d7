package io.mistersmith.benchmarks;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.mistersmith.resilience.internal.LocalResilience;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/**
 * Question: what does a call through a breaker of ours cost, with settings that change below it, counts and trials watched?
 *
 * <p>Rival: the bare breaker of resilience4j with the same settings. A good number is 1.2 times its time at most. The call
 * itself does next to nothing.
 */
final class BreakerCalls {

    private static final int BATCH = 1_000;

    private BreakerCalls() {}

    static double ours(boolean quick) {
        return nanos(LocalResilience.breaker("benchmark"), quick);
    }

    static double bare(boolean quick) {
        return nanos(LocalResilience.bare("benchmark"), quick);
    }

    /** Nanoseconds of one call: the median of many batches, after a warm-up. */
    private static double nanos(CircuitBreaker breaker, boolean quick) {
        Supplier<String> call = CircuitBreaker.decorateSupplier(breaker, () -> "answer");
        long sum = 0;
        for (int i = 0; i < 1_000_000; i++) {
            sum += call.get().length();
        }
        List<Double> batches = new ArrayList<>();
        for (int batch = 0; batch < (quick ? 2_000 : 10_000); batch++) {
            long began = System.nanoTime();
            for (int i = 0; i < BATCH; i++) {
                sum += call.get().length();
            }
            batches.add((System.nanoTime() - began) / (double) BATCH);
        }
        if (sum == 0) {
            throw new IllegalStateException("no call was made");
        }
        Collections.sort(batches);
        return batches.get(batches.size() / 2);
    }
}
