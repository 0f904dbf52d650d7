package io.mistersmith.eventbus.shell;

import io.mistersmith.eventbus.SubscriptionStatus;
import io.mistersmith.eventbus.Subscriptions;
import io.mistersmith.shell.support.Rows;
import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code bus:subscriptions} shows every subscription with its figures. */
@Service
@Command(scope = "bus", name = "subscriptions", description = "Show every subscription with its figures")
public final class SubscriptionsCommand implements Action {

    @Reference
    Subscriptions subscriptions;

    @Reference
    Session session;

    @Option(name = "--json", description = "One line of JSON")
    boolean json;

    @Override
    public @Nullable Object execute() {
        Rows rows = new Rows(
                "name",
                "bundle",
                "types",
                "durable",
                "state",
                "accepted",
                "refused",
                "handled",
                "failed",
                "parked",
                "dropped",
                "queued",
                "position",
                "lag",
                "problem");
        List<SubscriptionStatus> all = new ArrayList<>(subscriptions.list());
        all.addAll(DurableNames.unserved(subscriptions));
        for (SubscriptionStatus one : all) {
            rows.add(
                    one.name(),
                    one.bundle(),
                    one.types(),
                    one.durable(),
                    one.state(),
                    one.accepted(),
                    one.refused(),
                    one.handled(),
                    one.failed(),
                    one.parked(),
                    one.dropped(),
                    one.queued(),
                    one.position(),
                    one.lag(),
                    one.problem());
        }
        rows.print(
                session.getConsole(),
                json,
                "No subscriptions. Drop a plugin with an EventHandler service into deploy/.");
        return null;
    }
}
