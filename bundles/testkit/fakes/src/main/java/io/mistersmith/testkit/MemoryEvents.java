package io.mistersmith.testkit;

import io.mistersmith.event.JsonPayload;
import io.mistersmith.event.NewEvent;
import io.mistersmith.event.PayloadCodec;
import io.mistersmith.event.PayloadType;
import io.mistersmith.event.Receipt;
import io.mistersmith.eventstore.EventIdReusedException;
import io.mistersmith.eventstore.Expected;
import io.mistersmith.eventstore.Read;
import io.mistersmith.eventstore.WrongVersionException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The events of a store in memory. Not thread-safe: {@link InMemoryEventStore} guards it. */
final class MemoryEvents {

    private static final String SOURCE = "test";

    private final PayloadCodec codec;
    private final Clock clock;
    private final List<MemoryEvent> all = new ArrayList<>();
    private final Map<String, List<MemoryEvent>> streams = new HashMap<>();
    private final Map<Key, MemoryEvent> known = new HashMap<>();
    private long position;

    MemoryEvents(PayloadCodec codec, Clock clock) {
        this.codec = codec;
        this.clock = clock;
    }

    /** Fills in the envelope; touches nothing that is guarded. */
    MemoryEvent prepare(Object payloadOrEvent, @Nullable String stream) {
        NewEvent<?> event = payloadOrEvent instanceof NewEvent<?> given ? given : NewEvent.of(payloadOrEvent);
        PayloadType type = event.type() != null
                ? new PayloadType(event.type(), Math.max(1, event.schemaVersion()))
                : codec.typeOf(event.payload().getClass());
        int version = event.schemaVersion() > 0 ? event.schemaVersion() : versionOf(event, type);
        String subject = event.subject() != null ? event.subject() : codec.subjectOf(event.payload());
        return new MemoryEvent(
                codec,
                stream != null ? stream : subject != null ? subject : "type:" + type.name(),
                0,
                0,
                event.id() != null ? event.id() : newId(),
                event.source() != null ? event.source() : SOURCE,
                type.name(),
                version,
                event.time() != null ? event.time() : clock.instant(),
                subject,
                event.correlationId(),
                event.causationId(),
                event.traceparent(),
                event.headers(),
                codec.encode(event.payload()));
    }

    /** Appends all or none; repeated events get the place of the first. */
    List<Receipt> append(List<MemoryEvent> prepared, Function<String, Expected> expected) {
        List<MemoryEvent> fresh = fresh(prepared);
        for (MemoryEvent event : fresh) {
            Expected wanted = expected.apply(event.stream());
            long actual = version(event.stream());
            if (!wanted.matches(actual)) {
                throw new WrongVersionException(event.stream(), wanted, actual);
            }
        }
        Set<MemoryEvent> unstored = Collections.newSetFromMap(new IdentityHashMap<>());
        unstored.addAll(fresh);
        List<Receipt> receipts = new ArrayList<>(prepared.size());
        for (MemoryEvent event : prepared) {
            boolean store = unstored.contains(event);
            if (store) {
                store(event.at(version(event.stream()) + 1, ++position));
            }
            receipts.add(receipt(Objects.requireNonNull(known.get(Key.of(event))), !store));
        }
        return receipts;
    }

    private void store(MemoryEvent event) {
        all.add(event);
        streams.computeIfAbsent(event.stream(), name -> new ArrayList<>()).add(event);
        known.put(Key.of(event), event);
    }

    /** The next events of a query, after or before a position or version; empty at the end. */
    List<MemoryEvent> page(Read query, long from, int max) {
        List<MemoryEvent> events = query.stream() == null ? all : streams.getOrDefault(query.stream(), List.of());
        boolean byVersion = query.stream() != null;
        Stream<MemoryEvent> candidates;
        if (query.backward()) {
            int end = byVersion ? indexAfter(events, from - 1, true) : indexAfter(events, from - 1, false);
            candidates = Stream.iterate(end - 1, i -> i >= 0, i -> i - 1).map(events::get);
        } else {
            candidates = events.subList(indexAfter(events, from, byVersion), events.size()).stream();
        }
        return candidates
                .filter(event -> matches(query.type(), event.type()))
                .limit(max)
                .toList();
    }

    long head() {
        return all.isEmpty() ? 0 : all.get(all.size() - 1).position();
    }

    int size() {
        return all.size();
    }

    /** Leaves a hole of so many positions before the next event. */
    void skip(int positions) {
        position += positions;
    }

    private static boolean matches(@Nullable String pattern, String type) {
        return pattern == null
                || (pattern.endsWith(".**")
                        ? type.startsWith(pattern.substring(0, pattern.length() - 2))
                        : type.equals(pattern));
    }

    /** Index of the first event whose position or version is above this. */
    private static int indexAfter(List<MemoryEvent> events, long value, boolean byVersion) {
        int low = 0;
        int high = events.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            MemoryEvent event = events.get(middle);
            if ((byVersion ? event.version() : event.position()) > value) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** The events that are to be stored: neither stored already nor a repetition of an earlier one in the list. */
    private List<MemoryEvent> fresh(List<MemoryEvent> prepared) {
        Map<Key, MemoryEvent> firsts = new HashMap<>();
        List<MemoryEvent> fresh = new ArrayList<>();
        for (int i = 0; i < prepared.size(); i++) {
            MemoryEvent event = prepared.get(i);
            MemoryEvent before = firsts.putIfAbsent(Key.of(event), event);
            MemoryEvent first = before != null ? before : known.get(Key.of(event));
            String difference = first == null ? null : difference(event, first);
            if (difference != null) {
                throw new EventIdReusedException(event.source(), event.id(), i, difference);
            }
            if (first == null) {
                fresh.add(event);
            }
        }
        return fresh;
    }

    private @Nullable String difference(MemoryEvent event, MemoryEvent stored) {
        if (!event.type().equals(stored.type())) {
            return "type";
        }
        if (!Objects.equals(event.subject(), stored.subject())) {
            return "subject";
        }
        if (!event.stream().equals(stored.stream())) {
            return "stream";
        }
        return codec.same(event.json(), stored.json()) ? null : "payload";
    }

    private long version(String stream) {
        return streams.getOrDefault(stream, List.of()).size();
    }

    private int versionOf(NewEvent<?> event, PayloadType type) {
        return event.payload() instanceof JsonPayload
                ? 1
                : event.type() == null
                        ? type.version()
                        : codec.typeOf(event.payload().getClass()).version();
    }

    private static Receipt receipt(MemoryEvent event, boolean duplicate) {
        return new Receipt(event.source(), event.id(), event.stream(), event.version(), event.position(), duplicate);
    }

    /** Looks like a UUIDv7. */
    private String newId() {
        long millis = clock.millis();
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return String.format(
                "%08x-%04x-7%03x-%04x-%012x",
                millis >>> 16,
                millis & 0xffff,
                random.nextInt(0x1000),
                0x8000 | random.nextInt(0x4000),
                random.nextLong(1L << 48));
    }

    private record Key(String source, String id) {

        static Key of(MemoryEvent event) {
            return new Key(Objects.requireNonNull(event.source()), Objects.requireNonNull(event.id()));
        }
    }
}
