package io.mistersmith.eventbus.shell;

import io.mistersmith.eventbus.Subscriptions;
import io.mistersmith.shell.support.Rows;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code bus:forget large-orders} removes what the store keeps for a subscription or projection whose plugin is gone. */
@Service
@Command(
        scope = "bus",
        name = "forget",
        description =
                "Remove a durable subscription or projection that no plugin serves: checkpoint, dead letters, view")
public final class ForgetCommand implements Action {

    @Reference
    Subscriptions subscriptions;

    @Reference
    Session session;

    @Argument(index = 0, name = "name", description = "Subscription or projection of a removed plugin", required = true)
    @Completion(UnservedNameCompleter.class)
    String name;

    @Option(name = "--dry-run", description = "Only say what would be removed")
    boolean dryRun;

    @Option(name = "--json", description = "One line of JSON")
    boolean json;

    @Override
    public @Nullable Object execute() {
        String what = DurableNames.unserved(subscriptions).stream()
                .filter(one -> one.name().equals(name))
                .map(one -> ": " + one.problem())
                .findFirst()
                .orElse("");
        subscriptions.forget(name, dryRun);
        if (json) {
            new Rows("name", "dryRun").add(name, dryRun).print(session.getConsole(), true, "");
        } else {
            session.getConsole()
                    .println(dryRun ? "would forget " + name + what + "; nothing was done" : "forgot " + name + what);
        }
        return null;
    }
}
