package io.mistersmith.pools.shell;

import io.mistersmith.pools.ResourcePools;
import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** A command about one pool. */
abstract class PoolCommand implements Action {

    @Reference
    ResourcePools pools;

    @Reference
    Session session;

    @Argument(index = 0, name = "pool", description = "Its name, as pool:list shows it", required = true)
    @Completion(PoolNames.class)
    String pool;

    @Option(name = "--json", description = "One line of JSON")
    boolean json;

    @Override
    public final @Nullable Object execute() {
        run(session.getConsole());
        return null;
    }

    /**
     * Does it and prints what came of it.
     *
     * @throws IllegalArgumentException if there is no such pool, or what was asked for is out of range
     */
    abstract void run(PrintStream out);
}
