package io.mistersmith.configuration.shell;

import io.mistersmith.configuration.internal.operate.Changer;
import io.mistersmith.configuration.internal.operate.Inspector;
import java.io.IOException;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code cfg:unset PID KEY} removes the lines of one key. */
@Service
@Command(
        scope = "cfg",
        name = "unset",
        description = "Remove one key from a PID's file, so that its default takes effect")
public final class UnsetCommand extends CfgCommand {

    @Argument(index = 0, name = "pid", description = "As cfg:show lists it, or the name of its file", required = true)
    @Completion(Pids.class)
    String pid;

    @Argument(index = 1, name = "key", description = "As cfg:show PID lists it", required = true)
    @Completion(Keys.class)
    String key;

    @Override
    public @Nullable Object execute() throws IOException, InterruptedException {
        Inspector inspector = operator.inspector();
        Changer.Changed changed = operator.changer().unset(inspector.meant(pid), key);
        Inspector.Value unused = SetCommand.print(inspector, changed, key, session, json);
        return null;
    }
}
