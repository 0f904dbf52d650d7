package io.mistersmith.threads.shell;

import io.mistersmith.shell.support.Rows;
import io.mistersmith.threads.PoolMonitor;
import io.mistersmith.threads.PoolStatus;
import io.mistersmith.threads.PoolThread;
import java.io.PrintStream;
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

/** {@code thread:stacks blocking} shows what each thread of a pool does, for whom, and where it is. */
@Service
@Command(
        scope = "thread",
        name = "stacks",
        description = "Show what each pool thread does, for which bundle, and where")
public final class StacksCommand implements Action {

    @Reference
    PoolMonitor monitor;

    @Reference
    Session session;

    @Argument(index = 0, name = "pool", description = "Only this pool")
    @Completion(PoolNames.class)
    @Nullable
    String pool;

    @Option(name = "--all", description = "Threads that wait for a task too")
    boolean all;

    @Option(name = "--json", description = "One line of JSON")
    boolean json;

    @Override
    public @Nullable Object execute() {
        List<String> names =
                pool == null ? monitor.pools().stream().map(PoolStatus::name).toList() : List.of(pool);
        List<PoolThread> threads = names.stream()
                .flatMap(name -> monitor.threads(name).stream())
                .filter(thread -> all || thread.owner() != null)
                .toList();
        print(threads, session.getConsole());
        return null;
    }

    private void print(List<PoolThread> threads, PrintStream out) {
        if (json) {
            Rows rows = new Rows("thread", "pool", "state", "owner", "stack");
            threads.forEach(one -> rows.add(
                    one.name(),
                    one.pool(),
                    one.state().name(),
                    one.owner(),
                    one.stack().stream().map(StackTraceElement::toString).toList()));
            rows.print(out, true, "");
            return;
        }
        if (threads.isEmpty()) {
            out.println(all ? "No threads." : "No thread runs a task; --all shows those that wait for one.");
        }
        for (PoolThread one : threads) {
            String owner = one.owner();
            out.println(
                    one.name() + "  " + one.state() + "  " + (owner == null ? "waits for a task" : "task of " + owner));
            one.stack().forEach(frame -> out.println("    at " + frame));
        }
    }
}
