package io.mistersmith.eventstore.shell;

import io.mistersmith.eventstore.internal.StoreCore;
import io.mistersmith.eventstore.internal.engine.Loss;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code store:accept-loss 4000} opens a store from which 4,000 acknowledged events are missing, without them. */
@Service
@Command(
        scope = "store",
        name = "accept-loss",
        description = "Open the event store although acknowledged events are missing")
public final class AcceptLossCommand implements Action {

    private static final long NOT_GIVEN = -1;

    @Reference
    StoreCore store;

    @Reference
    Session session;

    @Argument(
            index = 0,
            name = "events",
            description = "How many events are given up, as store:info and smith:doctor say; confirms that you know")
    @Completion(MissingCompleter.class)
    long events = NOT_GIVEN;

    @Option(name = "--dry-run", description = "Only say what would be given up")
    boolean dryRun;

    @Override
    public @Nullable Object execute() {
        Loss missing = store.currentLoss();
        if (dryRun) {
            say("would give up " + what(missing) + "; nothing was changed. store:accept-loss " + missing.count()
                    + " does it");
            return null;
        }
        if (events == NOT_GIVEN) {
            throw new IllegalArgumentException("This gives up " + what(missing)
                    + ". Confirm with the figure: store:accept-loss " + missing.count());
        }
        Loss accepted = store.acceptLoss(events);
        say("gave up " + what(accepted) + "; the store is open, and the next event gets position "
                + (accepted.remembered() + 1) + " or higher");
        return null;
    }

    private void say(String line) {
        session.getConsole().println(line);
    }

    private static String what(Loss loss) {
        return loss.count() + " events, positions " + loss.first() + " to " + loss.remembered();
    }
}
