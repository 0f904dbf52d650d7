package io.mistersmith.threads;

/**
 * One pool at a moment; counts are since it was made.
 *
 * @param name of the pool
 * @param size threads it may have
 * @param queueSize tasks that may wait
 * @param threads that live
 * @param active threads that run a task
 * @param queued tasks that wait for a thread
 * @param completed tasks that ended well
 * @param failed tasks that threw
 * @param rejected tasks refused for want of room, or because the pool or the bundle had ended
 * @param withdrawn queued tasks that were cancelled by their owner, by the stop of their bundle, or by the end of the pool
 */
public record PoolStatus(
        String name,
        int size,
        int queueSize,
        int threads,
        int active,
        int queued,
        long completed,
        long failed,
        long rejected,
        long withdrawn) {}
