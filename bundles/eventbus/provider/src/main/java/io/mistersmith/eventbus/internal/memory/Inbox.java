package io.mistersmith.eventbus.internal.memory;

import io.mistersmith.eventbus.Overflow;
import io.mistersmith.eventbus.internal.core.Dispatcher;
import io.mistersmith.eventbus.internal.core.Spec;
import io.mistersmith.eventbus.internal.core.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.MpmcArrayQueue;
import org.jctools.queues.MpscArrayQueue;
import org.jctools.queues.MpscChunkedArrayQueue;
import org.jctools.queues.QueueProgressIndicators;
import org.jspecify.annotations.Nullable;

/**
 * The queues and lanes of one subscription, with one capacity for all of them. A subject always goes to the same lane.
 *
 * <p>With one lane that keeps the oldest, which is the usual case, its queue alone counts the room. Otherwise a counter
 * does, which is taken before an event is queued and given back when it is settled.
 */
final class Inbox {

    private static final int FIRST_CHUNK = 64;

    private final int capacity;
    private final boolean dropsOldest;
    private final List<MessagePassingQueue<Envelope>> queues = new ArrayList<>();
    private final List<MemoryLane> lanes = new ArrayList<>();
    private final @Nullable MpscArrayQueue<Envelope> onlyQueue;
    private final MemoryLane firstLane;
    private final AtomicInteger held = new AtomicInteger(); // not used with onlyQueue
    private final AtomicLong evicted = new AtomicLong();

    private Inbox(
            MemorySubscription subscription,
            Dispatcher dispatcher,
            int concurrency,
            int capacity,
            boolean dropsOldest,
            int places) {
        this.capacity = capacity;
        this.dropsOldest = dropsOldest;
        this.onlyQueue = concurrency == 1 && !dropsOldest ? new MpscArrayQueue<>(places) : null;
        for (int i = 0; i < concurrency; i++) {
            MessagePassingQueue<Envelope> queue = onlyQueue != null ? onlyQueue : queue(places);
            queues.add(queue);
            lanes.add(new MemoryLane(subscription, this, dispatcher, queue, capacity));
        }
        firstLane = lanes.get(0);
    }

    /** Opens empty queues as these options say. */
    static Inbox open(MemorySubscription subscription, Spec spec, Dispatcher dispatcher) {
        return open(subscription, spec, dispatcher, List.of(), false);
    }

    /**
     * Opens queues as these options say, in which events wait already. Those have a place even if they are too many.
     *
     * @param inOrder whether those without a subject were in order so far, and so are to stay in one lane
     */
    static Inbox open(
            MemorySubscription subscription,
            Spec spec,
            Dispatcher dispatcher,
            List<Envelope> waiting,
            boolean inOrder) {
        Inbox made = new Inbox(
                subscription,
                dispatcher,
                spec.concurrency(),
                spec.queueCapacity(),
                spec.overflow() == Overflow.DROP_OLDEST,
                Math.max(spec.queueCapacity(), waiting.size()));
        for (Envelope event : waiting) {
            int lane = inOrder && event.subject() == null ? 0 : made.lane(event);
            boolean unused = made.queues.get(lane).offer(event); // there is a place for each
        }
        made.held.set(waiting.size());
        made.lanes.forEach(dispatcher::add);
        return made;
    }

    /** An inbox that refuses everything, for the time of a swap. */
    static Inbox shut(MemorySubscription subscription, Dispatcher dispatcher) {
        return new Inbox(subscription, dispatcher, 1, 0, false, 2);
    }

    boolean isShut() {
        return capacity == 0;
    }

    private MessagePassingQueue<Envelope> queue(int places) {
        return dropsOldest
                ? new MpmcArrayQueue<>(Math.max(FIRST_CHUNK, places))
                : new MpscChunkedArrayQueue<>(FIRST_CHUNK, Math.max(2 * FIRST_CHUNK, places));
    }

    boolean offer(Envelope event) {
        MpscArrayQueue<Envelope> only = onlyQueue;
        if (only == null) {
            return offerCounted(event);
        }
        if (!only.offerIfBelowThreshold(event, capacity)) {
            return false;
        }
        firstLane.wake();
        return true;
    }

    private boolean offerCounted(Envelope event) {
        while (held.incrementAndGet() > capacity) {
            held.decrementAndGet();
            if (!dropsOldest || !evict()) {
                return false;
            }
        }
        int lane = lane(event);
        if (!queues.get(lane).offer(event)) {
            held.decrementAndGet();
            return false;
        }
        lanes.get(lane).wake();
        return true;
    }

    private int lane(Envelope event) {
        if (lanes.size() == 1) {
            return 0;
        }
        String subject = event.subject();
        if (subject == null) {
            return ThreadLocalRandom.current().nextInt(lanes.size());
        }
        int hash = subject.hashCode();
        return Math.floorMod(hash ^ (hash >>> 16), lanes.size());
    }

    /** Takes the oldest event out of the longest queue; false: all that is held is being handled. */
    private boolean evict() {
        MessagePassingQueue<Envelope> longest = queues.get(0);
        for (MessagePassingQueue<Envelope> queue : queues) {
            longest = queue.size() > longest.size() ? queue : longest;
        }
        if (longest.poll() == null) {
            return false;
        }
        evicted.incrementAndGet();
        held.decrementAndGet();
        return true;
    }

    void released() {
        if (onlyQueue == null) {
            held.decrementAndGet();
        }
    }

    long accepted() {
        long sum = 0;
        for (MessagePassingQueue<Envelope> queue : queues) {
            sum += ((QueueProgressIndicators) queue).currentProducerIndex();
        }
        return sum;
    }

    long settled() {
        return settledByLanes() + evicted.get();
    }

    long settledByLanes() {
        long sum = 0;
        for (MemoryLane lane : lanes) {
            sum += lane.settled();
        }
        return sum;
    }

    long evicted() {
        return evicted.get();
    }

    long failed() {
        return lanes.stream().mapToLong(MemoryLane::failed).sum();
    }

    List<MemoryLane> lanes() {
        return lanes;
    }

    void wake() {
        lanes.forEach(Work::wake);
    }

    /**
     * Takes out everything that waits, in the order of each subject. Only under the subscription's lock, while the lanes are
     * held and none is in a call.
     */
    List<Envelope> takeAll() {
        List<Envelope> all = new ArrayList<>();
        lanes.forEach(lane -> lane.take(all::add));
        return all;
    }
}
