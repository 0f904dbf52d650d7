package io.mistersmith.resilience.shell;

import io.mistersmith.resilience.internal.breaker.LiveBreaker;
import io.mistersmith.resilience.internal.core.Instance;
import io.mistersmith.resilience.internal.core.Overview;
import io.mistersmith.shell.support.Rows;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the commands that change something have in common. */
final class Changes {

    private Changes() {}

    /**
     * The breaker of this name.
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    static LiveBreaker breaker(Overview overview, String name) {
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
    static List<Instance<?>> named(Overview overview, String name, @Nullable String kind) {
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

    static void print(PrintStream out, List<Instance<?>> changed, boolean json, boolean dryRun, String done) {
        if (json) {
            Rows rows = new Rows("kind", "name", "state", "dryRun");
            changed.forEach(one -> rows.add(one.kind().toString(), one.name(), one.state(), dryRun));
            rows.print(out, true, "");
            return;
        }
        changed.forEach(one -> out.println(
                dryRun
                        ? "would change " + one.kind() + " " + one.name() + ", which is: " + one.state()
                        : one.kind() + " " + one.name() + " " + done + "; it is: " + one.state()));
    }
}
