package io.mistersmith.pools.shell;

import io.mistersmith.pools.PoolStatus;
import io.mistersmith.shell.support.Json;
import io.mistersmith.shell.support.Rows;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code pool:show orders} shows all figures of one pool. */
@Service
@Command(scope = "pool", name = "show", description = "Show all figures of one resource pool")
public final class ShowCommand extends PoolCommand {

    @Override
    void run(PrintStream out) {
        PoolStatus one = pools.pool(pool);
        Rows rows = new Rows("figure", "value");
        Map<String, @Nullable Object> figures = figures(one);
        if (json) {
            out.println(Json.of(figures));
        } else {
            figures.forEach(rows::add);
            rows.print(out, false, "");
        }
    }

    private static Map<String, @Nullable Object> figures(PoolStatus one) {
        Map<String, @Nullable Object> figures = new LinkedHashMap<>();
        figures.put("pool", one.name());
        figures.put("kind", one.kind());
        figures.put("min", one.min());
        figures.put("max", one.max());
        figures.put("size", one.size());
        figures.put("active", one.active());
        figures.put("idle", one.idle());
        figures.put("creating", one.creating());
        figures.put("waiting", one.waiting());
        figures.put("acquired", one.acquired());
        figures.put("timeouts", one.timeouts());
        figures.put("created", one.created());
        figures.put("destroyed", one.destroyed());
        figures.put("createFailures", one.createFailures());
        figures.put("unhealthy", one.unhealthy());
        figures.put("leaks", one.leaks());
        figures.put("reclaimed", one.reclaimed());
        figures.put("lastFailure", one.lastFailure());
        return figures;
    }
}
