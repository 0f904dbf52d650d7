package io.mistersmith.eventbus.shell;

import io.mistersmith.eventbus.Subscriptions;
import io.mistersmith.eventstore.DeadLetter;
import io.mistersmith.shell.support.Json;
import io.mistersmith.shell.support.Printable;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code dlq:show large-orders 17} shows one dead letter with its stack. */
@Service
@Command(scope = "dlq", name = "show", description = "Show one dead letter with its stack")
public final class ShowLetterCommand implements Action {

    @Reference
    Subscriptions subscriptions;

    @Reference
    Session session;

    @Argument(index = 0, name = "subscription", description = "Whose letter", required = true)
    @Completion(DurableNameCompleter.class)
    String subscription;

    @Argument(
            index = 1,
            name = "position",
            description = "Position of its event, as dlq:list shows it",
            required = true)
    @Completion(LetterPositionCompleter.class)
    long position;

    @Option(name = "--json", description = "One line of JSON")
    boolean json;

    @Override
    public @Nullable Object execute() {
        DeadLetter letter = subscriptions.letters(subscription, Integer.MAX_VALUE).stream()
                .filter(one -> one.position() == position)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no dead letter of " + subscription + " at position "
                        + position + ": dlq:list " + subscription + " shows those there are"));
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("subscription", letter.consumer());
        fields.put("position", letter.position());
        fields.put("eventId", letter.eventId());
        fields.put("type", letter.type());
        fields.put("subject", letter.subject());
        fields.put("waiting", letter.waiting());
        fields.put("attempts", letter.attempts());
        fields.put("first", letter.first().toString());
        fields.put("last", letter.last().toString());
        fields.put("bundle", letter.bundle());
        fields.put("cause", letter.cause());
        fields.put("stack", letter.stack());
        PrintStream out = session.getConsole();
        if (json) {
            out.println(Json.of(fields));
        } else {
            fields.forEach((name, value) ->
                    out.printf("%-14s%s%n", name, value == null ? "" : Printable.lines(value.toString())));
        }
        return null;
    }
}
