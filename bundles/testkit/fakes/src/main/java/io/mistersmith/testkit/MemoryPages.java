package io.mistersmith.testkit;

import io.mistersmith.eventstore.Read;
import io.mistersmith.eventstore.StoredEvent;
import io.mistersmith.eventstore.StoredEvents;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The answer to a query, read page by page as a real store does. */
record MemoryPages(Read query, LongSupplier head, Pages pages) implements StoredEvents {

    private static final int PAGE = 100;

    /** Reads one page. */
    @FunctionalInterface
    interface Pages {

        List<MemoryEvent> read(long from, int max);
    }

    @Override
    public Stream<StoredEvent> stream() {
        return StreamSupport.stream(spliterator(), false);
    }

    @Override
    public List<StoredEvent> toList() {
        return stream().toList();
    }

    @Override
    public Iterator<StoredEvent> iterator() {
        return new Iterator<>() {

            private final long end = query.backward() ? Long.MAX_VALUE : head.getAsLong();
            private long from = query.after();
            private long left = query.limit();
            private Iterator<MemoryEvent> page = List.<MemoryEvent>of().iterator();
            private boolean ended;

            @Override
            public boolean hasNext() {
                if (!page.hasNext() && !ended) {
                    page = pages.read(from, (int) Math.min(PAGE, left)).stream()
                            .takeWhile(event -> event.position() <= end)
                            .iterator();
                    ended = !page.hasNext();
                }
                return page.hasNext();
            }

            @Override
            public StoredEvent next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                MemoryEvent event = page.next();
                from = query.stream() == null ? event.position() : event.version();
                left--;
                ended = ended || left == 0;
                return event;
            }
        };
    }
}
