package io.mistersmith.pools.internal.jdbc;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.mistersmith.pools.ResourcePool;
import io.mistersmith.pools.internal.BestService;
import io.mistersmith.pools.internal.ManagedPool;
import io.mistersmith.pools.internal.PoolsCore;
import io.mistersmith.pools.internal.engine.PoolKeys;
import io.mistersmith.pools.internal.engine.PoolSettings;
import io.mistersmith.pools.internal.security.Credentials;
import io.mistersmith.pools.internal.security.SecurityKeys;
import io.mistersmith.pools.internal.security.TlsWarnings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jdbc.DataSourceFactory;
import org.osgi.service.metatype.annotations.Designate;

/**
 * The pool that one {@code etc/io.mistersmith.pools.jdbc-NAME.cfg} describes, for as long as the file is there: a
 * {@link ResourcePool} and a {@link DataSource}, which stay the same objects whatever the settings become.
 */
@Component(
        service = {}, // its properties would show the password
        immediate = true,
        configurationPid = JdbcConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = JdbcConfig.class, factory = true)
@Capability(namespace = "osgi.service", attribute = "objectClass:List<String>=\"javax.sql.DataSource\"")
public final class JdbcPool {

    private final PoolsCore core;
    private final JdbcEngine engine;
    private final ManagedPool pool;
    private final BestService<DataSourceFactory> drivers;
    private final BestService<CircuitBreaker> breakers;
    private final ServiceRegistration<?> source;
    private volatile Duration grace;
    private volatile TlsWarnings tls;
    private volatile String breaker;

    /** Called by the component runtime. */
    @Activate
    public JdbcPool(
            @Reference PoolsCore core,
            JdbcConfig config,
            PoolKeys sizes,
            SecurityKeys security,
            Map<String, Object> properties,
            BundleContext context) {
        this.core = core;
        String name = PoolsCore.nameOf(properties);
        JdbcSettings settings = settingsOf(config, security);
        this.tls = new TlsWarnings(security);
        this.breaker = config.breaker();
        this.engine = new JdbcEngine(name, settings, PoolSettings.of(sizes));
        this.pool = new ManagedPool("jdbc", engine.seats(), borrower -> new JdbcView(engine, borrower))
                .measured(metrics -> engine.database().meters().in(metrics, engine::status))
                .warning(this::warnings);
        this.grace = Duration.ofMillis(sizes.drain_timeout_ms());
        this.drivers = new BestService<>(
                context,
                DataSourceFactory.class.getName(),
                DataSourceFactory.OSGI_JDBC_DRIVER_CLASS,
                engine.database()::driver);
        this.breakers = new BestService<>(context, CircuitBreaker.class.getName(), "resilience.name", engine::breaker);
        breakers.follow(config.breaker());
        drivers.follow(settings.driverClass());
        try {
            core.add(pool); // when there is a driver, if there is one
        } catch (IllegalStateException e) {
            end();
            throw e;
        }
        this.source = context.registerService(
                DataSource.class.getName(), new Sources(), new Hashtable<>(Map.of(ResourcePool.POOL_NAME, name)));
    }

    /** A new component would take the pool away from its users, so the settings change in place: all valid, or none. */
    @Modified
    void settings(JdbcConfig config, PoolKeys keys, SecurityKeys security) {
        JdbcSettings settings = settingsOf(config, security);
        PoolSettings sizes = PoolSettings.of(keys);
        grace = Duration.ofMillis(keys.drain_timeout_ms());
        tls = new TlsWarnings(security);
        breaker = config.breaker();
        engine.settings(settings, sizes);
        breakers.follow(config.breaker());
        drivers.follow(settings.driverClass());
    }

    @Deactivate
    void close() {
        source.unregister();
        end();
        core.remove(pool, grace);
    }

    private void end() {
        drivers.close();
        breakers.close();
        engine.close();
    }

    private List<String> warnings() {
        List<String> warnings = new ArrayList<>(tls.now());
        String wanted = breaker;
        if (!wanted.isEmpty() && !engine.hasBreaker()) {
            warnings.add("breaker=" + wanted + " is no breaker that there is, so none is in front of the database;"
                    + " make io.mistersmith.resilience.breaker-" + wanted + ".cfg, or correct the name");
        }
        return warnings;
    }

    private static JdbcSettings settingsOf(JdbcConfig config, SecurityKeys security) {
        return new JdbcSettings(
                Objects.requireNonNullElse(config.url(), ""), // also of a new file whose URL was refused
                Credentials.of(security),
                config.driver_class(),
                Duration.ofMillis(config.connect_timeout_ms()),
                Duration.ofMillis(config.socket_timeout_ms()),
                ConnectionDefaults.of(config));
    }

    private final class Sources implements ServiceFactory<Object> {

        @Override
        public Object getService(Bundle user, ServiceRegistration<Object> service) {
            return new PooledDataSource(engine, core.borrowerOf(user));
        }

        /** What the bundle borrowed stays borrowed; its stop ends it. */
        @Override
        public void ungetService(Bundle user, ServiceRegistration<Object> service, Object source) {}
    }
}
