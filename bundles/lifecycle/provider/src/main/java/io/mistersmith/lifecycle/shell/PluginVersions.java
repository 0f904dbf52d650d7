package io.mistersmith.lifecycle.shell;

import io.mistersmith.lifecycle.PluginStatus;
import io.mistersmith.lifecycle.Plugins;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes versions of plugins. */
@Service
public class PluginVersions implements Completer {

    @Reference
    Plugins plugins;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        List<String> versions = plugins.list().stream()
                .map(PluginStatus::version)
                .filter(version -> !version.isEmpty())
                .distinct()
                .toList();
        return new StringsCompleter(versions).complete(session, line, candidates);
    }
}
