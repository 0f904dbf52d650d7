package io.mistersmith.eventstore.shell;

import io.mistersmith.eventstore.internal.StoreCore;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code store:give-up 17} goes on without a damaged event; {@code store:give-up 17 large-orders} without a damaged letter. */
@Service
@Command(
        scope = "store",
        name = "give-up",
        description = "Go on without a damaged event or dead letter for which there is no backup")
public final class GiveUpCommand implements Action {

    @Reference
    StoreCore store;

    @Reference
    Session session;

    @Argument(index = 0, name = "position", description = "As store:verify names it", required = true)
    long position;

    @Argument(index = 1, name = "subscription", description = "Whose dead letter; without it, the event itself")
    @Nullable
    String subscription;

    @Option(name = "--dry-run", description = "Only say what would be given up")
    boolean dryRun;

    @Override
    public @Nullable Object execute() {
        String what = subscription == null
                ? "event " + position
                : "the dead letter of " + subscription + " at position " + position;
        if (!store.giveUp(position, subscription, dryRun)) {
            throw new IllegalArgumentException(what
                    + " is not damaged, or there is none; nothing was changed. store:verify lists what is damaged");
        }
        session.getConsole()
                .println(
                        dryRun
                                ? "would give up " + what + "; nothing was changed"
                                : "gave up " + what + "; store:verify tells whether that was all");
        return null;
    }
}
