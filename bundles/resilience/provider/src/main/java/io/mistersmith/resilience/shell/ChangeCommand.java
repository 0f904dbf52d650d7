package io.mistersmith.resilience.shell;

import io.mistersmith.resilience.internal.breaker.LiveBreaker;
import io.mistersmith.resilience.internal.core.Instance;
import io.mistersmith.resilience.internal.core.Overview;
import io.mistersmith.shell.support.Rows;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Consumer;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** A command that changes something, or says what it would change. */
abstract class ChangeCommand implements Action {

    @Reference
    Overview overview;

    @Reference
    Session session;

    @Option(name = "--dry-run", description = "Only say what it would do")
    boolean dryRun;

    @Option(name = "--json", description = "One line of JSON")
    boolean json;

    /**
     * The breaker of this name.
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    final LiveBreaker breaker(String name) {
        List<LiveBreaker> breakers = overview.all().stream()
                .filter(LiveBreaker.class::isInstance)
                .map(LiveBreaker.class::cast)
                .toList();
        return breakers.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No breaker \"" + name + "\"; there are: "
                        + breakers.stream().map(LiveBreaker::name).toList()));
    }

    /**
     * The instances of this name, of one kind or of all.
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    final List<Instance<?>> named(String name, @Nullable String kind) {
        List<Instance<?>> found = overview.all().stream()
                .filter(one -> one.name().equals(name))
                .filter(one -> kind == null || one.kind().toString().equals(kind))
                .toList();
        if (found.isEmpty()) {
            throw new IllegalArgumentException("Nothing of the name \"" + name + "\"; there are: "
                    + overview.all().stream()
                            .map(one -> one.kind() + " " + one.name())
                            .toList());
        }
        return found;
    }

    /** Changes them, unless this is a dry run, and tells of each. */
    final <I extends Instance<?>> void change(List<I> which, Consumer<? super I> how, String done) {
        if (!dryRun) {
            which.forEach(how);
        }
        PrintStream out = session.getConsole();
        if (json) {
            Rows rows = new Rows("kind", "name", "state", "dryRun");
            which.forEach(one -> rows.add(one.kind().toString(), one.name(), one.state(), dryRun));
            rows.print(out, true, "");
            return;
        }
        which.forEach(one -> out.println(
                dryRun
                        ? "would change " + one.kind() + " " + one.name() + ", which is: " + one.state()
                        : one.kind() + " " + one.name() + " " + done + "; it is: " + one.state()));
    }
}
