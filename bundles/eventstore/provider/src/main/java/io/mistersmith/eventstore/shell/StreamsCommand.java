package io.mistersmith.eventstore.shell;

import io.mistersmith.eventstore.internal.StoreCore;
import io.mistersmith.eventstore.internal.sqlite.StreamHead;
import io.mistersmith.shell.support.Rows;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code store:streams --prefix order} lists streams by name, with the version of their last event. */
@Service
@Command(scope = "store", name = "streams", description = "List the streams of the event store")
public final class StreamsCommand implements Action {

    @Reference
    StoreCore store;

    @Reference
    Session session;

    @Option(name = "--prefix", description = "Only streams whose names begin so")
    @Completion(StreamCompleter.class)
    String prefix = "";

    @Option(name = "--limit", description = "How many at most, 1 to 100000; 50 unless told")
    int limit = 50;

    @Option(name = "--json", description = "Print one line of JSON instead")
    boolean json;

    @Override
    public @Nullable Object execute() {
        Limits.check("--limit", limit, 1, 100_000);
        List<StreamHead> streams = store.streams(prefix, limit);
        Rows rows = new Rows("stream", "version", "position", "type");
        streams.forEach(one -> rows.add(one.stream(), one.version(), one.position(), one.type()));
        rows.print(session.getConsole(), json, prefix.isEmpty() ? "no events yet" : "no stream begins with " + prefix);
        if (!json && streams.size() == limit) {
            session.getConsole().println("first " + limit + " shown; --prefix narrows, --limit shows more");
        }
        return null;
    }
}
