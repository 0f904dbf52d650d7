package io.mistersmith.resilience.shell;

import io.mistersmith.resilience.internal.breaker.LiveBreaker;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code resilience:open orders} refuses every call until it is closed or reset. */
@Service
@Command(
        scope = "resilience",
        name = "open",
        description = "Let a breaker refuse every call until it is closed or reset")
public final class OpenCommand extends ChangeCommand {

    @Argument(index = 0, name = "breaker", description = "Its name, as resilience:list shows it", required = true)
    @Completion(BreakerNames.class)
    String name;

    @Override
    public @Nullable Object execute() {
        change(List.of(breaker(name)), LiveBreaker::open, "refuses every call");
        return null;
    }
}
