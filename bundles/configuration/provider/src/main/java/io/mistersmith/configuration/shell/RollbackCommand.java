package io.mistersmith.configuration.shell;

import io.mistersmith.configuration.internal.operate.Changer;
import io.mistersmith.configuration.internal.operate.Inspector;
import io.mistersmith.shell.support.Rows;
import java.io.IOException;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code cfg:rollback PID REVISION} writes the text of a revision into the file. */
@Service
@Command(
        scope = "cfg",
        name = "rollback",
        description = "Bring a PID's file back as it was at a revision; the guard checks it first")
public final class RollbackCommand extends CfgCommand {

    @Argument(index = 0, name = "pid", description = "As cfg:show lists it", required = true)
    @Completion(Pids.class)
    String pid;

    @Argument(index = 1, name = "revision", description = "As cfg:history PID lists it", required = true)
    @Completion(Revisions.class)
    int revision;

    @Override
    public @Nullable Object execute() throws IOException, InterruptedException {
        Inspector inspector = operator.inspector();
        Changer.Changed changed = operator.changer().rollback(inspector.meant(pid), revision);
        if (json) {
            new Rows("pid", "from", "changed", "revision")
                    .add(changed.pid(), revision, changed.changed(), changed.revision())
                    .print(session.getConsole(), true, "");
        } else {
            session.getConsole()
                    .println(inspector.name(changed.file()) + " is as in revision " + revision
                            + (changed.changed() ? ", now revision " : ", as before, revision ") + changed.revision());
        }
        return null;
    }
}
