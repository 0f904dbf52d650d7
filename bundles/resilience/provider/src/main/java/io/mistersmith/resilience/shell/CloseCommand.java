package io.mistersmith.resilience.shell;

import io.mistersmith.resilience.internal.breaker.LiveBreaker;
import io.mistersmith.resilience.internal.core.Instance;
import io.mistersmith.resilience.internal.core.Overview;
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

/** {@code resilience:close orders} lets every call through, and judges as before. */
@Service
@Command(
        scope = "resilience",
        name = "close",
        description = "Let a breaker let every call through, and judge as before")
public final class CloseCommand implements Action {

    @Reference
    Overview overview;

    @Reference
    Session session;

    @Argument(index = 0, name = "breaker", description = "Its name, as resilience:list shows it", required = true)
    @Completion(BreakerNames.class)
    String name;

    @Option(name = "--dry-run", description = "Only say what it would do")
    boolean dryRun;

    @Option(name = "--json", description = "One line of JSON")
    boolean json;

    @Override
    public @Nullable Object execute() {
        LiveBreaker breaker = Changes.breaker(overview, name);
        if (!dryRun) {
            breaker.close();
        }
        List<Instance<?>> changed = List.of(breaker);
        Changes.print(session.getConsole(), changed, json, dryRun, "lets every call through");
        return null;
    }
}
