package io.mistersmith.eventbus.shell;

import io.mistersmith.eventbus.Subscriptions;
import io.mistersmith.eventstore.DeadLetter;
import io.mistersmith.shell.support.Rows;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code dlq:drop large-orders 17} discards one dead letter for good. */
@Service
@Command(scope = "dlq", name = "drop", description = "Discard dead letters for good")
public final class DropCommand implements Action {

    private static final long ALL = -1;

    @Reference
    Subscriptions subscriptions;

    @Reference
    Session session;

    @Argument(index = 0, name = "subscription", description = "Whose letters")
    @Completion(DurableNameCompleter.class)
    @Nullable
    String subscription;

    @Argument(
            index = 1,
            name = "position",
            description = "Only the letter of the event at this position, as dlq:list shows it")
    @Completion(LetterPositionCompleter.class)
    long position = ALL;

    @Option(name = "--all", description = "Every letter of every subscription")
    boolean all;

    @Option(name = "--dry-run", description = "Only say how many it would be")
    boolean dryRun;

    @Option(name = "--json", description = "One line of JSON")
    boolean json;

    @Override
    public @Nullable Object execute() {
        if (all == (subscription != null)) {
            throw new IllegalArgumentException("Name a subscription, or give --all; dlq:list shows the letters");
        }
        Map<String, List<Long>> chosen = chosen();
        long dropped = 0;
        for (Map.Entry<String, List<Long>> one : chosen.entrySet()) {
            dropped += dryRun ? one.getValue().size() : subscriptions.drop(one.getKey(), one.getValue());
        }
        if (json) {
            Rows rows = new Rows("subscription", "letters", "dryRun").add(subscription, dropped, dryRun);
            rows.print(session.getConsole(), true, "");
        } else {
            session.getConsole()
                    .println(text(
                            dropped,
                            chosen.values().stream().mapToLong(List::size).sum()));
        }
        return null;
    }

    /** The positions of the letters, by subscription. */
    private Map<String, List<Long>> chosen() {
        List<DeadLetter> letters = subscriptions.letters(subscription, Integer.MAX_VALUE).stream()
                .filter(one -> position == ALL || one.position() == position)
                .toList();
        if (letters.isEmpty() && subscription != null) {
            DurableNames.check(DurableNames.all(subscriptions), subscription);
            if (position != ALL) {
                throw new IllegalArgumentException("no dead letter of " + subscription + " at position " + position
                        + ": dlq:list " + subscription + " shows those there are");
            }
        }
        return letters.stream()
                .collect(Collectors.groupingBy(
                        DeadLetter::consumer,
                        TreeMap::new,
                        Collectors.mapping(DeadLetter::position, Collectors.toList())));
    }

    private static String letters(long count) {
        return count + (count == 1 ? " letter" : " letters");
    }

    private String text(long dropped, long found) {
        String whose = subscription == null ? "" : " of " + subscription;
        if (dryRun) {
            return "would drop " + letters(dropped) + whose + "; nothing was done";
        }
        return "dropped " + letters(dropped) + whose
                + (dropped < found ? "; " + letters(found - dropped) + " being redriven left" : "");
    }
}
