package io.mistersmith.sourcing.shell;

import io.mistersmith.eventstore.EventStoreException;
import io.mistersmith.shell.support.Rows;
import io.mistersmith.sourcing.ProjectionStatus;
import io.mistersmith.sourcing.Projections;
import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code store:projections} shows how far each projection is, and what it is stuck at. */
@Service
@Command(scope = "store", name = "projections", description = "Show how far each projection is, and what stops it")
public final class ProjectionsCommand implements Action {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectionsCommand.class);

    @Reference
    Projections projections;

    @Reference
    Session session;

    @Option(name = "--json", description = "Print one line of JSON instead")
    boolean json;

    @Override
    public @Nullable Object execute() {
        Rows rows = new Rows("projection", "version", "bundle", "state", "position", "projected", "problem");
        List<ProjectionStatus> all = new ArrayList<>(projections.list());
        try {
            all.addAll(projections.unserved());
        } catch (EventStoreException e) { // the others are shown all the same, with what they wait for
            LOG.debug("Views without a projection are not known", e);
        }
        for (ProjectionStatus one : all) {
            rows.add(
                    one.name(),
                    one.version(),
                    one.bundle(),
                    one.state(),
                    one.position(),
                    one.projected(),
                    one.problem());
        }
        rows.print(session.getConsole(), json, "No projections. Drop a plugin with a Projection service into deploy/.");
        return null;
    }
}
