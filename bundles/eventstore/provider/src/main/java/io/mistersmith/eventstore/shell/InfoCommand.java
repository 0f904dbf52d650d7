package io.mistersmith.eventstore.shell;

import io.mistersmith.eventstore.internal.StoreCore;
import io.mistersmith.eventstore.internal.StoreState;
import io.mistersmith.eventstore.internal.engine.LostRange;
import io.mistersmith.eventstore.internal.sqlite.IntegrityInfo;
import io.mistersmith.shell.support.Rows;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code store:info} shows which store this is, whether it is open, and what is known of its integrity. */
@Service
@Command(scope = "store", name = "info", description = "Show the state and the integrity of the event store")
public final class InfoCommand implements Action {

    @Reference
    StoreCore store;

    @Reference
    Session session;

    @Option(name = "--json", description = "Print one line of JSON instead")
    boolean json;

    @Override
    public @Nullable Object execute() {
        StoreState state = store.state();
        Rows rows = new Rows("key", "value");
        rows.add("state", state.open() ? "open" : "not open");
        rows.add("store", state.summary());
        state.integrity().ifPresent(integrity -> add(rows, integrity));
        if (state.loss() != null) {
            rows.add("missing events", state.loss().count());
            rows.add(
                    "missing positions",
                    state.loss().first() + " to " + state.loss().remembered());
        }
        rows.print(session.getConsole(), json, "nothing is known");
        return null;
    }

    private static void add(Rows rows, IntegrityInfo integrity) {
        rows.add("identity", integrity.store().toString());
        rows.add("last position", integrity.head());
        rows.add(
                "positions given up",
                integrity.lost().isEmpty()
                        ? "none"
                        : integrity.lost().stream().map(InfoCommand::text).collect(Collectors.joining(", ")));
        rows.add(
                "events without checksum",
                integrity.unchecked() == 0
                        ? "none"
                        : "those up to position " + integrity.unchecked() + ", which an earlier version stored");
        rows.add("watermark", watermark(integrity));
        rows.add("damage found", integrity.damaged() + " times since it was opened");
    }

    private static String text(LostRange range) {
        return range.first() == range.last() ? "" + range.first() : range.first() + " to " + range.last();
    }

    private static String watermark(IntegrityInfo integrity) {
        if (integrity.forgetting() != null) {
            return "cannot be written: " + integrity.forgetting();
        }
        return switch (integrity.watermark()) {
            case READ -> "agreed with the database at the start";
            case MISSING -> "was made at the start; events that were lost before cannot be noticed";
            case UNREADABLE -> "was damaged and replaced at the start; events that were lost before cannot be noticed";
        };
    }
}
