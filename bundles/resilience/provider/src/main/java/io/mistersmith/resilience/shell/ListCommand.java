package io.mistersmith.resilience.shell;

import io.mistersmith.resilience.internal.core.Instance;
import io.mistersmith.resilience.internal.core.Overview;
import io.mistersmith.shell.support.Rows;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code resilience:list} shows every breaker, retry, budget and limit with its state and figures. */
@Service
@Command(
        scope = "resilience",
        name = "list",
        description = "Show every breaker, retry, budget and limit with its state and figures")
public final class ListCommand implements Action {

    @Reference
    Overview overview;

    @Reference
    Session session;

    @Option(name = "--json", description = "One line of JSON")
    boolean json;

    @Override
    public @Nullable Object execute() {
        Rows rows = new Rows("kind", "name", "state", "figures");
        for (Instance<?> one : overview.all()) {
            Map<String, Number> figures = new LinkedHashMap<>(one.counts());
            figures.putAll(one.levels());
            rows.add(one.kind().toString(), one.name(), one.state(), json ? figures : text(figures));
        }
        rows.print(
                session.getConsole(),
                json,
                "Nothing yet. A file io.mistersmith.resilience.breaker-NAME.cfg in etc makes a breaker.");
        return null;
    }

    private static String text(Map<String, Number> figures) {
        return figures.entrySet().stream()
                .map(figure -> figure.getKey() + "=" + figure.getValue())
                .collect(Collectors.joining(" "));
    }
}
