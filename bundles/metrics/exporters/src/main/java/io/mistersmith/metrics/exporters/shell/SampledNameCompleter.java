package io.mistersmith.metrics.exporters.shell;

import io.mistersmith.metrics.exporters.internal.Exporters;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes names of metrics that have samples. */
@Service
public final class SampledNameCompleter implements Completer {

    @Reference
    Exporters exporters;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(exporters.sampledNames()).complete(session, line, candidates);
    }
}
