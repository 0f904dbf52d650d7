package io.mistersmith.lifecycle.shell;

import io.mistersmith.lifecycle.PluginStatus;
import io.mistersmith.lifecycle.Plugins;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code plugin:wait orders 1.1}: waits until it runs; fails with its problem when it does not. */
@Service
@Command(
        scope = "plugin",
        name = "wait",
        description = "Wait until a plugin, or a version of it, runs; fail when it does not")
public class WaitCommand implements Action {

    /** What bundle versions look like; the last part is free text. */
    private static final Pattern VERSION = Pattern.compile("\\d+(\\.\\d+(\\.\\d+(\\.[\\w-]+)?)?)?");

    @Reference
    Plugins plugins;

    @Reference
    Session session;

    @Argument(index = 0, name = "plugin", description = "Its name, which is its Bundle-SymbolicName", required = true)
    @Completion(PluginNames.class)
    String name = "";

    @Argument(index = 1, name = "version", description = "Only this version, as 1.1")
    @Completion(PluginVersions.class)
    @Nullable
    String version;

    @Option(name = "--timeout", description = "Seconds to wait, 1 or more")
    int timeout = 30;

    @Option(name = "--json", description = "Print JSON")
    boolean json;

    @Override
    public @Nullable Object execute() throws InterruptedException {
        if (timeout < 1) {
            throw new IllegalArgumentException("--timeout " + timeout + " is not 1 second or more.");
        }
        checkVersion();
        Optional<PluginStatus> status = plugins.await(name, version, Duration.ofSeconds(timeout));
        String answer = Answers.ended(version == null ? name : name + " " + version, status, timeout);
        if (json) {
            status.ifPresent(plugin -> Answers.full(plugin).print(session.getConsole(), true, ""));
        } else {
            session.getConsole().println(answer);
        }
        return null;
    }

    /** Karaf takes an option that comes after an argument for another argument, and this one would be waited for. */
    private void checkVersion() {
        if (version != null && !VERSION.matcher(version).matches()) {
            throw new IllegalArgumentException(
                    "\"" + version + "\" is not a version such as 1.1. Options come before names: "
                            + "plugin:wait --timeout 5 " + name);
        }
    }
}
