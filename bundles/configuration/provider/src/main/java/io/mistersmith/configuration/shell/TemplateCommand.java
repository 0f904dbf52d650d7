package io.mistersmith.configuration.shell;

import io.mistersmith.configuration.internal.operate.Inspector;
import io.mistersmith.shell.support.Rows;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code cfg:template PID} prints a file to begin with. */
@Service
@Command(scope = "cfg", name = "template", description = "Print the commented .cfg of a PID with its defaults")
public final class TemplateCommand extends CfgCommand {

    @Argument(index = 0, name = "pid", description = "The PID, or that of a factory", required = true)
    @Completion(Pids.class)
    String pid;

    @Override
    public @Nullable Object execute() {
        Inspector inspector = operator.inspector();
        String text = inspector.template(inspector.meant(pid));
        if (json) {
            new Rows("pid", "text").add(pid, text).print(session.getConsole(), true, "");
        } else {
            session.getConsole().print(text);
        }
        return null;
    }
}
