package io.mistersmith.configuration.shell;

import io.mistersmith.shell.support.Rows;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code cfg:confirm [PID]} keeps what would be taken back else. */
@Service
@Command(scope = "cfg", name = "confirm", description = "Let a change hold that cfg:apply --confirm made")
public final class ConfirmCommand extends CfgCommand {

    @Argument(index = 0, name = "pid", description = "Which, when several wait", required = false)
    @Completion(Pids.class)
    @Nullable
    String pid;

    @Override
    public @Nullable Object execute() {
        String confirmed =
                operator.unconfirmed().confirm(Optional.ofNullable(pid).map(operator.inspector()::meant));
        if (json) {
            new Rows("pid", "confirmed").add(confirmed, true).print(session.getConsole(), true, "");
        } else {
            session.getConsole().println("the change of " + confirmed + " holds");
        }
        return null;
    }
}
