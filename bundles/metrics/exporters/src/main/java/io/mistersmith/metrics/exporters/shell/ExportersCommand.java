package io.mistersmith.metrics.exporters.shell;

import io.mistersmith.metrics.exporters.internal.Exporters;
import io.mistersmith.shell.support.Rows;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code metric:exporters} shows every way out for metrics, and what is wrong with it. */
@Service
@Command(
        scope = "metric",
        name = "exporters",
        description = "Show every way out for metrics, and what is wrong with it")
public final class ExportersCommand implements Action {

    @Reference
    Exporters exporters;

    @Reference
    Session session;

    @Option(name = "--json", description = "One line of JSON")
    boolean json;

    @Override
    public @Nullable Object execute() {
        Rows rows = new Rows("name", "state", "exports", "failures", "lastExport", "problem");
        exporters
                .list()
                .forEach(one -> rows.add(
                        one.name(), one.state(), one.exports(), one.failures(), one.lastExport(), one.problem()));
        rows.print(
                session.getConsole(),
                json,
                "No exporters. Add an etc/io.mistersmith.metrics.prometheus-NAME.cfg, or one for otlp, pushgateway, statsd,"
                        + " jmx or log.");
        return null;
    }
}
