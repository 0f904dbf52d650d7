package io.mistersmith.configuration.shell;

import io.mistersmith.configuration.internal.files.CfgText;
import io.mistersmith.configuration.internal.operate.Changer;
import io.mistersmith.configuration.internal.operate.Inspector;
import io.mistersmith.shell.support.Rows;
import java.io.IOException;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code cfg:set PID KEY VALUE} changes one line of a file, and returns when the value is in force. */
@Service
@Command(
        scope = "cfg",
        name = "set",
        description = "Set one key in a PID's file; comments and order stay, a value that is refused changes nothing")
public final class SetCommand extends CfgCommand {

    @Argument(index = 0, name = "pid", description = "As cfg:show lists it, or the name of its file", required = true)
    @Completion(Pids.class)
    String pid;

    @Argument(index = 1, name = "key", description = "As cfg:docs PID lists it", required = true)
    @Completion(Keys.class)
    String key;

    @Argument(
            index = 2,
            name = "value",
            description = "Its new value; '$[secret:NAME]' for a secret. One that begins with - comes after --",
            required = true)
    String value;

    @Override
    public @Nullable Object execute() throws IOException, InterruptedException {
        hideValue(Thread.currentThread());
        Inspector inspector = operator.inspector();
        Changer.Changed changed = operator.changer().set(inspector.meant(pid), key, value);
        Inspector.Value now = print(inspector, changed, key, session, json);
        if (!json && !now.value().equals(value) && !now.value().equals(CfgText.MASK)) {
            session.getConsole()
                    .println("What you set is in " + inspector.name(changed.file()) + ", but not in force; "
                            + now.source() + " wins, or it waits.");
        }
        return null;
    }

    /** The shell names the thread by the whole line, and the log shows that; who named it takes the name back. */
    static void hideValue(Thread thread) {
        if (thread.getName().startsWith("pipe-")) {
            thread.setName("pipe-cfg:set");
        }
    }

    static Inspector.Value print(
            Inspector inspector, Changer.Changed changed, String key, Session session, boolean json) {
        Inspector.Value now = inspector.values(changed.pid()).stream()
                .filter(one -> one.key().equals(key))
                .findFirst()
                .orElse(new Inspector.Value(key, "", "unset"));
        if (json) {
            new Rows("pid", "key", "value", "source", "changed", "revision")
                    .add(changed.pid(), key, now.value(), now.source(), changed.changed(), changed.revision())
                    .print(session.getConsole(), true, "");
        } else {
            session.getConsole()
                    .println(key + "=" + now.value() + " from " + now.source()
                            + (changed.changed() ? ", revision " : ", as before, revision ") + changed.revision());
        }
        return now;
    }
}
