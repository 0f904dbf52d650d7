package io.mistersmith.eventstore.shell;

import io.mistersmith.eventstore.internal.StoreCore;
import io.mistersmith.eventstore.internal.StoreStats;
import io.mistersmith.shell.support.Rows;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code store:stats} shows the sizes of the store's files, and what waits. */
@Service
@Command(scope = "store", name = "stats", description = "Show the sizes of the event store and what waits for it")
public final class StatsCommand implements Action {

    @Reference
    StoreCore store;

    @Reference
    Session session;

    @Option(name = "--json", description = "Print one line of JSON instead")
    boolean json;

    @Override
    public @Nullable Object execute() {
        StoreStats stats = store.stats();
        new Rows("engine", "location", "durable", "events", "databaseBytes", "logBytes", "waitingEvents", "problem")
                .add(
                        stats.engine(),
                        stats.location(),
                        stats.durable(),
                        stats.events(),
                        stats.databaseBytes(),
                        stats.logBytes(),
                        stats.waitingEvents(),
                        stats.problem())
                .print(session.getConsole(), json, "");
        return null;
    }
}
