package io.mistersmith.metrics.shell;

import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.MetricsReader;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes names of metrics. */
@Service
public final class MetricNameCompleter implements Completer {

    @Reference
    MetricsReader metrics;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        StringsCompleter names = new StringsCompleter(
                metrics.families().stream().map(FamilySnapshot::name).toList());
        return names.complete(session, line, candidates);
    }
}
