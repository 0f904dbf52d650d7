package io.mistersmith.configuration.shell;

import io.mistersmith.configuration.internal.files.CfgText;
import io.mistersmith.configuration.internal.operate.Changer;
import io.mistersmith.configuration.internal.operate.Inspector;
import io.mistersmith.configuration.internal.operate.RefusedException;
import io.mistersmith.shell.support.Rows;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code cfg:apply [--confirm 60s] FILE} replaces the file of a PID; {@code cfg:apply PID} puts staged values in force. */
@Service
@Command(
        scope = "cfg",
        name = "apply",
        description = "Put a file's settings in force; with --confirm 60s only until somebody confirms them in time")
public final class ApplyCommand extends CfgCommand {

    @Argument(
            index = 0,
            name = "file or pid",
            description =
                    "A file named as the one it replaces (PID.cfg); or a PID whose values wait for their next use",
            required = true)
    @Completion(Pids.class)
    String what;

    @Option(
            name = "--confirm",
            description = "Take it back unless cfg:confirm comes within this time, 1s to 1h, or when health gets worse")
    @Nullable
    String confirm;

    private static final Pattern TIME = Pattern.compile("([0-9]{1,4})(s|m|h)?");

    @Override
    public @Nullable Object execute() throws IOException, InterruptedException {
        Inspector inspector = operator.inspector();
        if (!what.endsWith(".cfg") && !what.contains("/")) {
            staged(inspector.meant(what));
            return null;
        }
        Path candidate = Path.of(what).toAbsolutePath();
        String pid = Inspector.pid(candidate);
        CfgText text = inspector.read(candidate);
        Changer.Changed changed = confirm == null
                ? operator.changer().apply(pid, text)
                : operator.unconfirmed().apply(pid, inspector.path(pid), text, time(confirm));
        String until = String.valueOf(operator.unconfirmed().waiting().get(pid));
        if (json) {
            new Rows("pid", "changed", "revision", "confirmUntil")
                    .add(pid, changed.changed(), changed.revision(), confirm == null ? null : until)
                    .print(session.getConsole(), true, "");
        } else {
            String name = inspector.name(changed.file());
            String done = name
                    + (changed.changed() ? " is in force, revision " : " is as before, revision ")
                    + changed.revision();
            session.getConsole()
                    .println(
                            confirm == null ? done : done + "; taken back at " + until + " unless: cfg:confirm " + pid);
        }
        return null;
    }

    private void staged(String pid) {
        if (!operator.staged().test(pid)) {
            throw new RefusedException("No values of " + pid + " wait for their next use. To put a file in force, say "
                    + "its name with .cfg.");
        }
        if (json) {
            new Rows("pid", "applied").add(pid, true).print(session.getConsole(), true, "");
        } else {
            session.getConsole().println("the values of " + pid + " that waited for their next use are in force");
        }
    }

    static Duration time(String text) {
        Matcher time = TIME.matcher(text);
        if (time.matches()) {
            long number = Long.parseLong(time.group(1));
            String unit = String.valueOf(time.group(2));
            Duration duration = unit.equals("h")
                    ? Duration.ofHours(number)
                    : unit.equals("m") ? Duration.ofMinutes(number) : Duration.ofSeconds(number);
            if (!duration.isZero() && duration.compareTo(Duration.ofHours(1)) <= 0) {
                return duration;
            }
        }
        throw new RefusedException("--confirm \"" + text + "\" is not a time of 1s to 1h, such as 60s or 5m.");
    }
}
