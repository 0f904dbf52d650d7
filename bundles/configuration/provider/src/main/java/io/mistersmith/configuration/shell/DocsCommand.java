package io.mistersmith.configuration.shell;

import io.mistersmith.configuration.internal.operate.Inspector;
import io.mistersmith.configuration.internal.schema.Attribute;
import io.mistersmith.shell.support.Rows;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code cfg:docs PID} shows what the metatype of the bundle says of each key. */
@Service
@Command(scope = "cfg", name = "docs", description = "Show the keys of a PID with meaning, type, range and default")
public final class DocsCommand extends CfgCommand {

    @Argument(index = 0, name = "pid", description = "The PID, or that of a factory", required = true)
    @Completion(Pids.class)
    String pid;

    @Override
    public @Nullable Object execute() {
        Inspector inspector = operator.inspector();
        Rows rows = new Rows("key", "type", "default", "meaning");
        for (Attribute one : inspector.docs(inspector.meant(pid))) {
            rows.add(one.id(), one.typeWords(), one.isSecret() ? null : one.defaultValue(), one.meaning());
        }
        rows.print(session.getConsole(), json, "no keys");
        return null;
    }
}
