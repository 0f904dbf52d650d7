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

/** {@code dlq:redrive --subject o-17 large-orders} delivers dead letters again, in their order. */
@Service
@Command(scope = "dlq", name = "redrive", description = "Deliver dead letters again, in their order")
public final class RedriveCommand implements Action {

    @Reference
    Subscriptions subscriptions;

    @Reference
    Session session;

    @Argument(index = 0, name = "subscription", description = "Whose letters", required = true)
    @Completion(DurableNameCompleter.class)
    String subscription;

    @Option(name = "--subject", description = "Only letters of this subject")
    @Completion(LetterSubjectCompleter.class)
    @Nullable
    String subject;

    @Option(name = "--dry-run", description = "Only say how many it would be")
    boolean dryRun;

    @Option(name = "--json", description = "One line of JSON")
    boolean json;

    @Override
    public @Nullable Object execute() {
        long letters = dryRun ? count() : subscriptions.redrive(subscription, subject);
        if (json) {
            Rows rows = new Rows("subscription", "letters", "dryRun").add(subscription, letters, dryRun);
            rows.print(session.getConsole(), true, "");
        } else {
            session.getConsole()
                    .println((dryRun ? "would redrive " : "redriving ") + letters + " letters of " + subscription
                            + (dryRun ? "; nothing was done" : "; dlq:list " + subscription + " shows what is left"));
        }
        return null;
    }

    private long count() {
        DurableNames.check(DurableNames.served(subscriptions), subscription);
        return subscriptions.letters(subscription, Integer.MAX_VALUE).stream()
                .filter(one -> subject == null || subject.equals(one.subject()))
                .count();
    }
}
