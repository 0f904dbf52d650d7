package io.mistersmith.pools;

import org.jspecify.annotations.Nullable;

/**
 * One pool at a moment; counts are since it was made.
 *
 * @param name of the pool
 * @param kind such as {@code jdbc} or {@code generic}
 * @param min resources kept ready
 * @param max resources there may be
 * @param size resources there are
 * @param active resources that are borrowed
 * @param idle resources that are ready
 * @param creating resources being made
 * @param waiting calls that wait for a resource
 * @param acquired calls that got one
 * @param timeouts calls that got none in time
 * @param created resources made
 * @param destroyed resources destroyed
 * @param createFailures times that making one failed
 * @param unhealthy resources that failed a check or could not be reset
 * @param leaks leases that were overdue
 * @param reclaimed leases that were taken back, overdue or of a stopped bundle
 * @param lastFailure why making or checking a resource failed last; null if none did since the last success
 */
public record PoolStatus(
        String name,
        String kind,
        int min,
        int max,
        int size,
        int active,
        int idle,
        int creating,
        int waiting,
        long acquired,
        long timeouts,
        long created,
        long destroyed,
        long createFailures,
        long unhealthy,
        long leaks,
        long reclaimed,
        @Nullable String lastFailure) {}
