package io.mistersmith.resilience.shell;

import io.mistersmith.resilience.internal.breaker.LiveBreaker;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code resilience:close orders} lets every call through, and judges as before. */
@Service
@Command(
        scope = "resilience",
        name = "close",
        description = "Let a breaker let every call through, and judge as before")
public final class CloseCommand extends ChangeCommand {

    @Argument(index = 0, name = "breaker", description = "Its name, as resilience:list shows it", required = true)
    @Completion(BreakerNames.class)
    String name;

    @Override
    public @Nullable Object execute() {
        change(List.of(breaker(name)), LiveBreaker::close, "lets every call through");
        return null;
    }
}
