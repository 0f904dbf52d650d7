package io.mistersmith.eventbus.shell;

import io.mistersmith.eventbus.Subscriptions;
import io.mistersmith.eventstore.DeadLetter;
import io.mistersmith.shell.support.Rows;
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

/** {@code dlq:list large-orders} shows dead letters in the order of their positions. */
@Service
@Command(scope = "dlq", name = "list", description = "Show dead letters")
public final class DeadLettersCommand implements Action {

    private static final int MOST_TEXT = 200; // of a cause in the table; dlq:show has all of it

    @Reference
    Subscriptions subscriptions;

    @Reference
    Session session;

    @Argument(index = 0, name = "subscription", description = "Only of this one")
    @Completion(DurableNameCompleter.class)
    @Nullable
    String subscription;

    @Option(name = "--limit", description = "So many at most, 1 to 100,000; default 100")
    int limit = 100;

    @Option(name = "--json", description = "One line of JSON")
    boolean json;

    @Override
    public @Nullable Object execute() {
        if (limit < 1 || limit > 100_000) {
            throw new IllegalArgumentException("--limit " + limit + " is not within 1..100000");
        }
        Rows rows = new Rows(
                "subscription",
                "position",
                "type",
                "subject",
                "waiting",
                "attempts",
                "cause",
                "first",
                "last",
                "bundle");
        List<DeadLetter> letters = subscriptions.letters(subscription, limit);
        if (letters.isEmpty() && subscription != null) {
            DurableNames.check(DurableNames.all(subscriptions), subscription);
        }
        for (DeadLetter one : letters) {
            rows.add(
                    one.consumer(),
                    one.position(),
                    one.type(),
                    one.subject(),
                    one.waiting(),
                    one.attempts(),
                    json ? one.cause() : brief(one.cause()),
                    one.first().toString(),
                    one.last().toString(),
                    one.bundle());
        }
        rows.print(session.getConsole(), json, "No dead letters.");
        return null;
    }

    private static String brief(String cause) {
        if (cause.length() <= MOST_TEXT) {
            return cause;
        }
        boolean inPair = Character.isHighSurrogate(cause.charAt(MOST_TEXT - 1));
        return cause.substring(0, inPair ? MOST_TEXT - 1 : MOST_TEXT) + "...";
    }
}
