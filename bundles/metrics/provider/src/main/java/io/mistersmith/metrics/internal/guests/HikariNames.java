package io.mistersmith.metrics.internal.guests;

import io.mistersmith.metrics.internal.guests.DropwizardBridge.Shown;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * HikariCP reports {@code POOL.pool.ActiveConnections} and so on into Dropwizard's registry; public dashboards look for
 * {@code hikaricp_connections_active} with the label {@code pool}.
 */
final class HikariNames {

    private static final String CATEGORY = ".pool.";
    private static final long NANO = 1;
    private static final long MILLI = 1_000_000;

    private record Name(String shown, String help, long scale) {}

    private static final Map<String, Name> NAMES = Map.ofEntries(
            Map.entry("TotalConnections", new Name("hikaricp_connections", "Connections", NANO)),
            Map.entry("ActiveConnections", new Name("hikaricp_connections_active", "Connections in use", NANO)),
            Map.entry("IdleConnections", new Name("hikaricp_connections_idle", "Connections nobody uses", NANO)),
            Map.entry("PendingConnections", new Name("hikaricp_connections_pending", "Threads that wait", NANO)),
            Map.entry("MaxConnections", new Name("hikaricp_connections_max", "Most connections", NANO)),
            Map.entry("MinConnections", new Name("hikaricp_connections_min", "Fewest idle connections", NANO)),
            Map.entry(
                    "ConnectionTimeoutRate",
                    new Name("hikaricp_connections_timeout_total", "Threads that got no connection in time", NANO)),
            Map.entry("Wait", new Name("hikaricp_connections_acquire_seconds", "Time to get a connection", NANO)),
            Map.entry("Usage", new Name("hikaricp_connections_usage_seconds", "Time a connection was in use", MILLI)),
            Map.entry(
                    "ConnectionCreation",
                    new Name("hikaricp_connections_creation_seconds", "Time to make a connection", MILLI)));

    private HikariNames() {}

    /** How a metric of a pool is shown; null if it is none. */
    static @Nullable Shown of(String name) {
        int cut = name.lastIndexOf(CATEGORY);
        Name known = cut < 1 ? null : NAMES.get(name.substring(cut + CATEGORY.length()));
        return known == null
                ? null
                : new Shown(known.shown(), known.help(), Map.of("pool", name.substring(0, cut)), known.scale());
    }
}
