package io.mistersmith.metrics.internal;

import java.time.Duration;

/**
 * What metrics may cost.
 *
 * @param maxCollectionTime of one collection of all series; and of all updates of histograms and timers in one second
 * @param samplingRate the share of those updates that is recorded at most
 * @param batchSize updates in the batch that is timed after each collection
 */
record Overhead(Duration maxCollectionTime, double samplingRate, int batchSize) {

    static final Overhead DEFAULT = new Overhead(Duration.ofMillis(10), 1.0, 1_000);

    Overhead {
        if (maxCollectionTime.toMillis() < 1 || maxCollectionTime.toMillis() > 10_000) {
            throw new IllegalArgumentException(
                    "max.collection.time.ms=" + maxCollectionTime.toMillis() + " is not within 1..10000 ms");
        }
        if (!(samplingRate >= 0.015625 && samplingRate <= 1)) {
            throw new IllegalArgumentException("sampling.rate=" + samplingRate + " is not within 0.015625..1");
        }
        if (batchSize < 10 || batchSize > 100_000) {
            throw new IllegalArgumentException("batch.size=" + batchSize + " is not within 10..100000 updates");
        }
    }
}
