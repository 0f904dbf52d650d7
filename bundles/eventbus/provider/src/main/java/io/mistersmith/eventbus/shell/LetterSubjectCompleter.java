package io.mistersmith.eventbus.shell;

import io.mistersmith.eventbus.Subscriptions;
import io.mistersmith.eventstore.DeadLetter;
import java.util.List;
import java.util.Objects;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes subjects of dead letters, of the first 1,000 that there are. */
@Service
public final class LetterSubjectCompleter implements Completer {

    private static final int SHOWN = 1_000;

    @Reference
    Subscriptions subscriptions;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        StringsCompleter known = new StringsCompleter();
        subscriptions.letters(null, SHOWN).stream()
                .map(DeadLetter::subject)
                .filter(Objects::nonNull)
                .forEach(known.getStrings()::add);
        return known.complete(session, line, candidates);
    }
}
