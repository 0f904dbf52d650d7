package io.mistersmith.configuration.shell;

import io.mistersmith.configuration.internal.operate.Inspector;
import io.mistersmith.configuration.internal.operate.RefusedException;
import io.mistersmith.shell.support.Rows;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code cfg:show [PID]} shows values in force with their source; secrets are masked. */
@Service
@Command(scope = "cfg", name = "show", description = "List the PIDs, or the values of one and where each comes from")
public final class ShowCommand extends CfgCommand {

    @Argument(index = 0, name = "pid", description = "One PID; without it all are listed", required = false)
    @Completion(Pids.class)
    @Nullable
    String pid;

    @Override
    public @Nullable Object execute() {
        Inspector inspector = operator.inspector();
        if (pid == null) {
            Rows rows = new Rows("pid", "file");
            inspector.pids().forEach(one -> rows.add(one, inspector.file(one)));
            rows.print(session.getConsole(), json, "no PIDs");
            return null;
        }
        String meant = inspector.meant(pid);
        List<Inspector.Value> values = inspector.values(meant);
        if (values.isEmpty()) {
            throw new RefusedException("Nothing is known of the PID " + meant + ". cfg:show lists those there are.");
        }
        Rows rows = new Rows("key", "value", "source");
        values.forEach(one -> rows.add(one.key(), one.value(), one.source()));
        rows.print(session.getConsole(), json, "");
        return null;
    }
}
