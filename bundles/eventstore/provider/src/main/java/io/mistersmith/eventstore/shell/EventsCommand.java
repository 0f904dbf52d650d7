package io.mistersmith.eventstore.shell;

import io.mistersmith.eventstore.EventStore;
import io.mistersmith.eventstore.Read;
import io.mistersmith.eventstore.StoredEvent;
import io.mistersmith.shell.support.Rows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code store:events o-1}, {@code store:events --all --last 10 --type order.**}: stored events, oldest first. */
@Service
@Command(scope = "store", name = "events", description = "Show stored events of a stream, or of all")
public final class EventsCommand implements Action {

    private static final int SHOWN_PAYLOAD = 80;
    /** Characters of payloads in one answer, which is made in memory. */
    private static final long MAX_CHARACTERS = 16 << 20;

    @Reference
    EventStore store;

    @Reference
    Session session;

    @Argument(index = 0, name = "stream", description = "Its name, as store:streams shows it")
    @Completion(StreamCompleter.class)
    @Nullable
    String stream;

    @Option(name = "--all", description = "Events of all streams, by position")
    boolean all;

    @Option(name = "--after", description = "Only above this version (of a stream) or position (of all)")
    long after;

    @Option(name = "--last", description = "Only so many of the newest, 1 to 100000")
    int last;

    @Option(name = "--type", description = "Only this event type; order.** takes all that begin with order.")
    @Nullable
    String type;

    @Option(name = "--limit", description = "How many at most, 1 to 100000; 50 unless told")
    int limit = 50;

    @Option(name = "--json", description = "Print one line of JSON instead, with whole payloads")
    boolean json;

    /** What is kept of an event: without its payload, but for the text that is shown. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Shown(long position, long version, Object[] columns) {}

    @Override
    public @Nullable Object execute() {
        List<Shown> events = events();
        if (events.isEmpty() && stream != null) {
            checkExists(stream);
        }
        print(events);
        if (!json && last == 0 && events.size() == limit) {
            Shown newest = events.get(events.size() - 1);
            session.getConsole()
                    .println("first " + limit + " shown; go on with --after "
                            + (all ? newest.position() : newest.version()));
        }
        return null;
    }

    private List<Shown> events() {
        if (all == (stream != null)) {
            throw new IllegalArgumentException("Name a stream, or give --all; store:streams lists the streams");
        }
        Limits.check("--limit", limit, 1, 100_000);
        Limits.check("--last", last, 0, 100_000);
        Limits.check("--after", after, 0, Long.MAX_VALUE);
        Read query = stream == null ? Read.all() : Read.stream(stream);
        query = type == null ? query : query.ofType(type);
        query = last == 0
                ? query.after(after).limit(limit)
                : query.newestFirst().limit(last);
        List<Shown> events = new ArrayList<>();
        long characters = 0;
        for (StoredEvent event : store.read(query)) {
            if (last > 0 && (all ? event.position() : event.version()) <= after) {
                break;
            }
            String payload = payload(event.json());
            characters += payload.length();
            if (characters > MAX_CHARACTERS) {
                throw new IllegalArgumentException(
                        "the payloads of the first " + (events.size() + 1) + " of these events have"
                                + " more than 16 MiB; lower --limit or --last to " + Math.max(1, events.size()));
            }
            events.add(shown(event, payload));
        }
        if (last > 0) {
            Collections.reverse(events);
        }
        return events;
    }

    private static Shown shown(StoredEvent event, String payload) {
        return new Shown(event.position(), event.version(), new Object[] {
            event.position(),
            event.stream(),
            event.version(),
            event.type(),
            event.time().toString(),
            event.source(),
            event.id(),
            payload
        });
    }

    private void checkExists(String name) {
        if (store.read(Read.stream(name).limit(1)).toList().isEmpty()) {
            throw new IllegalArgumentException("no stream \"" + name + "\"; store:streams lists those there are");
        }
    }

    private void print(List<Shown> events) {
        Rows rows = new Rows("position", "stream", "version", "type", "time", "source", "id", "payload");
        events.forEach(event -> rows.add(event.columns()));
        rows.print(
                session.getConsole(), json, stream == null ? "no such events" : "no such events in stream " + stream);
    }

    private String payload(String text) {
        return json || text.length() <= SHOWN_PAYLOAD ? text : text.substring(0, SHOWN_PAYLOAD - 3) + "...";
    }
}
