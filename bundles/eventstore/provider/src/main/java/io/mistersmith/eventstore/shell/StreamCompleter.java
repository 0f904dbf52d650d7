package io.mistersmith.eventstore.shell;

import io.mistersmith.eventstore.internal.StoreCore;
import io.mistersmith.eventstore.internal.sqlite.StreamHead;
import java.util.List;
import java.util.function.BiFunction;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes names of streams: the first 100 that begin with what is typed. */
@Service
public final class StreamCompleter implements Completer {

    private static final int SHOWN = 100;

    @Reference
    StoreCore store;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return complete(store::streams, session, line, candidates);
    }

    static int complete(
            BiFunction<String, Integer, List<StreamHead>> streams,
            Session session,
            CommandLine line,
            List<String> candidates) {
        String typed = line.getCursorArgument() == null
                ? ""
                : line.getCursorArgument().substring(0, line.getArgumentPosition());
        StringsCompleter names = new StringsCompleter();
        streams.apply(typed, SHOWN).forEach(one -> names.getStrings().add(one.stream()));
        return names.complete(session, line, candidates);
    }
}
