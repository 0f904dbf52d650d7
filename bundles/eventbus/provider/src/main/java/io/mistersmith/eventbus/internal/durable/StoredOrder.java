package io.mistersmith.eventbus.internal.durable;

import io.mistersmith.event.NewEvent;
import io.mistersmith.event.Receipt;
import io.mistersmith.eventbus.internal.memory.MemoryBus;
import io.mistersmith.eventbus.internal.memory.Origin;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands stored events to the subscriptions in memory, in the order of their positions within a subject. The store answers
 * appends on several threads at once, so its answers come in any order. Thread-safe.
 *
 * <p>Subjects are spread over lines. In its line an append gets a number before it is given to the store. When that call has
 * returned, the line notes the last number given out so far, the append's barrier: an append with a higher number was given
 * to the store later, and has a higher position. So an answered append may go on as soon as every number up to its barrier
 * is answered, and with it, before it, every answered one that has a lower position.
 */
final class StoredOrder {

    private static final Logger LOG = LoggerFactory.getLogger(StoredOrder.class);
    private static final int LINES = 256;

    private final MemoryBus memory;
    private final Line[] lines = new Line[LINES];

    StoredOrder(MemoryBus memory) {
        this.memory = memory;
        for (int i = 0; i < LINES; i++) {
            lines[i] = new Line();
        }
    }

    /** Takes its place in line for an append that is about to be made. */
    Append begin(Origin publisher, List<NewEvent<?>> events) {
        return new Append(publisher, events);
    }

    /** One append on its way. Its methods are called in this order, but {@link #answered} may come at any time. */
    final class Append {

        private final Origin publisher;
        private final List<NewEvent<?>> events;
        private final List<Part> parts;
        private final AtomicInteger open;
        private final CompletableFuture<List<Receipt>> done = new CompletableFuture<>();
        private @Nullable List<Receipt> receipts; // written before the parts are answered, read after
        private @Nullable Throwable failure; // likewise

        private Append(Origin publisher, List<NewEvent<?>> events) {
            this.publisher = publisher;
            this.events = events;
            Map<Line, Part> byLine = new HashMap<>(); // a line is equal to itself only
            for (int i = 0; i < events.size(); i++) {
                byLine.computeIfAbsent(line(events.get(i)), line -> new Part(this, line))
                        .indexes
                        .add(i);
            }
            parts = List.copyOf(byLine.values());
            open = new AtomicInteger(parts.size());
            parts.forEach(part -> part.line.begin(part));
        }

        /** The store has the append: its call returned. */
        void called() {
            parts.forEach(part -> part.line.called(part));
        }

        /** The store answered, or will never: hands over what may go now. */
        void answered(@Nullable List<Receipt> stored, @Nullable Throwable why) {
            receipts = stored;
            failure = why;
            parts.forEach(part -> part.line.answered(part, stored == null ? 0 : position(part, stored)));
        }

        /** Completes as the store answered, once the events are in the queues of their subscriptions. */
        CompletionStage<List<Receipt>> done() {
            return done;
        }

        private void handOver(Part part) {
            List<Receipt> stored = receipts;
            try {
                for (int i : part.indexes) {
                    if (stored != null && !stored.get(i).duplicate()) {
                        memory.stored(publisher, events.get(i), stored.get(i).position());
                    }
                }
            } catch (RuntimeException | Error e) { // the line goes on
                LOG.error("Stored events were not handed to subscriptions in memory", e);
            }
            if (open.decrementAndGet() == 0) {
                if (stored != null) {
                    done.complete(stored);
                } else {
                    done.completeExceptionally(Objects.requireNonNull(failure));
                }
            }
        }
    }

    /** Where the part's first event came to be; 0 if all of it had been stored before. */
    private static long position(Part part, List<Receipt> stored) {
        for (int i : part.indexes) {
            if (!stored.get(i).duplicate()) {
                return stored.get(i).position();
            }
        }
        return 0;
    }

    private Line line(NewEvent<?> event) {
        int hash = memory.orderOf(event).hashCode();
        return lines[(hash ^ (hash >>> 16)) & (LINES - 1)];
    }

    /** The events of an append that are in one line. */
    private static final class Part {

        final Append append;
        final Line line;
        final List<Integer> indexes = new ArrayList<>(1);
        long number; // this and all below guarded by the line
        long barrier = Long.MAX_VALUE;
        boolean answered;

        Part(Append append, Line line) {
            this.append = append;
            this.line = line;
        }
    }

    /** Appends whose subjects share it. Fields are guarded by this. */
    private static final class Line {

        private final ArrayDeque<Part> asked = new ArrayDeque<>(); // by number; answered ones leave from the head
        private final TreeMap<Long, Part> stored = new TreeMap<>(); // answered, by position; may not go yet
        private final ArrayDeque<Part> ready = new ArrayDeque<>();
        private long numbers;
        private boolean handing; // a thread is handing over

        synchronized void begin(Part part) {
            part.number = ++numbers;
            asked.add(part);
        }

        void called(Part part) {
            synchronized (this) {
                part.barrier = numbers;
                advance();
            }
            handOver();
        }

        void answered(Part part, long position) {
            synchronized (this) {
                part.answered = true;
                if (position == 0 || stored.putIfAbsent(position, part) != null) {
                    ready.add(part); // nothing of it was stored, or not by this append
                }
                advance();
            }
            handOver();
        }

        /** Finds out what may go. */
        private void advance() {
            for (Part first = asked.peek(); first != null && first.answered; first = asked.peek()) {
                asked.remove();
            }
            Part first = asked.peek();
            long unanswered = first == null ? Long.MAX_VALUE : first.number;
            long last = 0;
            for (Map.Entry<Long, Part> one : stored.descendingMap().entrySet()) {
                if (one.getValue().barrier < unanswered) {
                    last = one.getKey();
                    break;
                }
            }
            while (!stored.isEmpty() && stored.firstKey() <= last) {
                ready.add(stored.pollFirstEntry().getValue());
            }
        }

        /** By one thread at a time, and not under the lock: subscriptions ask payloads for their subject. */
        private void handOver() {
            synchronized (this) {
                if (handing) {
                    return;
                }
                handing = true;
            }
            for (Part next = next(); next != null; next = next()) {
                next.append.handOver(next);
            }
        }

        private synchronized @Nullable Part next() {
            Part next = ready.poll();
            handing = next != null;
            return next;
        }
    }
}
