package io.mistersmith.configuration.shell;

import io.mistersmith.configuration.internal.history.Revision;
import io.mistersmith.configuration.internal.operate.Inspector;
import io.mistersmith.shell.support.Rows;
import java.io.IOException;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code cfg:diff PID [REV [REV]]} compares revisions; without one, what the last change changed. */
@Service
@Command(
        scope = "cfg",
        name = "diff",
        description = "Show the keys that differ between two revisions, or a revision and the file as it is now")
public final class DiffCommand extends CfgCommand {

    @Argument(index = 0, name = "pid", description = "As cfg:show lists it", required = true)
    @Completion(Pids.class)
    String pid;

    @Argument(index = 1, name = "from", description = "A revision, as cfg:history lists it", required = false)
    @Completion(Revisions.class)
    @Nullable
    Integer from;

    @Argument(
            index = 2,
            name = "to",
            description = "Another revision; without it the file as it is now",
            required = false)
    @Completion(Revisions.class)
    @Nullable
    Integer to;

    @Override
    public @Nullable Object execute() throws IOException {
        Inspector inspector = operator.inspector();
        String meant = inspector.meant(pid);
        List<Revision> revisions = inspector.history().of(meant);
        String before;
        if (from != null) {
            before = text(inspector.revision(meant, from));
        } else {
            before = revisions.size() > 1 ? text(revisions.get(1)) : "";
        }
        String after = to != null ? text(inspector.revision(meant, to)) : inspector.textNow(meant);
        Rows rows = new Rows("key", "before", "after");
        inspector.differences(meant, before, after).forEach(one -> rows.add(one.key(), one.before(), one.after()));
        rows.print(session.getConsole(), json, "no key differs");
        return null;
    }

    private static String text(Revision revision) {
        String text = revision.text();
        return text == null ? "" : text;
    }
}
