package io.mistersmith.health.shell;

import io.mistersmith.health.internal.CheckView;
import io.mistersmith.health.internal.Health;
import io.mistersmith.health.internal.HealthBoard;
import io.mistersmith.shell.support.Rows;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code smith:health}: every check, the worst first; fails when one is unhealthy. */
@Service
@Command(
        scope = "smith",
        name = "health",
        description = "Every health check, the worst first; exit 1 when one is unhealthy")
public class HealthCommand implements Action {

    @Reference
    HealthBoard board;

    @Reference
    Session session;

    @Argument(name = "check", description = "Only the check of this name, or those with this tag")
    @Completion(CheckNames.class)
    @Nullable
    String name;

    @Option(name = "--json", description = "Print JSON")
    boolean json;

    @Override
    public @Nullable Object execute() {
        String only = name;
        List<CheckView> checks = board.checks().stream()
                .filter(check -> only == null
                        || check.name().equals(only)
                        || check.tags().contains(only))
                .toList();
        if (only != null && checks.isEmpty()) {
            throw new IllegalArgumentException("No check and no tag " + only + ". smith:health shows those there are.");
        }
        Rows rows = new Rows("name", "status", "tags", "message", "ageMillis");
        checks.forEach(check ->
                rows.add(check.name(), check.status().toString(), check.tags(), check.message(), check.ageMillis()));
        rows.print(session.getConsole(), json, "no checks");
        List<String> unhealthy = checks.stream()
                .filter(check -> check.status() == Health.UNHEALTHY)
                .map(CheckView::name)
                .toList();
        if (!unhealthy.isEmpty()) {
            throw new IllegalStateException(
                    "Unhealthy: " + String.join(", ", unhealthy) + ". smith:doctor says what to do.");
        }
        return null;
    }
}
