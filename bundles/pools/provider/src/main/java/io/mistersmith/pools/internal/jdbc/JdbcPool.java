package io.mistersmith.pools.internal.jdbc;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.mistersmith.pools.ResourcePool;
import io.mistersmith.pools.internal.BestService;
import io.mistersmith.pools.internal.ManagedPool;
import io.mistersmith.pools.internal.PoolsCore;
import io.mistersmith.pools.internal.engine.PoolSettings;
import java.time.Duration;
import java.util.Hashtable;
import java.util.Map;
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
    private final BestService<Object> registry;
    private final BestService<CircuitBreaker> breakers;
    private final ServiceRegistration<?> source;
    private volatile Duration grace;

    /** Called by the component runtime. */
    @Activate
    public JdbcPool(
            @Reference PoolsCore core, JdbcConfig config, Map<String, Object> properties, BundleContext context) {
        this.core = core;
        String name = PoolsCore.nameOf(properties);
        JdbcSettings settings = settingsOf(config);
        this.engine = new JdbcEngine(name, settings, sizesOf(config));
        this.pool = new ManagedPool("jdbc", engine.seats(), borrower -> new JdbcView(engine, borrower));
        this.grace = Duration.ofMillis(config.drain_timeout_ms());
        core.add(pool);
        this.registry =
                new BestService<>(context, "com.codahale.metrics.MetricRegistry", "", engine.database()::registry);
        this.drivers = new BestService<>(
                context,
                DataSourceFactory.class.getName(),
                DataSourceFactory.OSGI_JDBC_DRIVER_CLASS,
                engine.database()::driver);
        registry.follow("");
        this.breakers = new BestService<>(context, CircuitBreaker.class.getName(), "resilience.name", engine::breaker);
        breakers.follow(config.breaker());
        drivers.follow(settings.driverClass());
        this.source = context.registerService(
                DataSource.class.getName(), new Sources(), new Hashtable<>(Map.of(ResourcePool.POOL_NAME, name)));
    }

    /** A new component would take the pool away from its users, so the settings change in place: all valid, or none. */
    @Modified
    void settings(JdbcConfig config) {
        JdbcSettings settings = settingsOf(config);
        PoolSettings sizes = sizesOf(config);
        grace = Duration.ofMillis(config.drain_timeout_ms());
        engine.settings(settings, sizes);
        breakers.follow(config.breaker());
        drivers.follow(settings.driverClass());
    }

    @Deactivate
    void close() {
        source.unregister();
        drivers.close();
        breakers.close();
        registry.close();
        engine.close();
        core.remove(pool, grace);
    }

    private static JdbcSettings settingsOf(JdbcConfig config) {
        return new JdbcSettings(
                config.url(),
                config.user(),
                config.password(),
                config.driver_class(),
                Duration.ofMillis(config.connect_timeout_ms()),
                Duration.ofMillis(config.socket_timeout_ms()));
    }

    private static PoolSettings sizesOf(JdbcConfig config) {
        return new PoolSettings(
                config.min_size(),
                config.max_size(),
                config.max_waiting(),
                Duration.ofMillis(config.acquire_timeout_ms()),
                Duration.ofMillis(config.idle_timeout_ms()),
                Duration.ofMillis(config.max_lifetime_ms()),
                Duration.ofMillis(config.check_interval_ms()),
                Duration.ofMillis(-1),
                Duration.ofMillis(config.eviction_interval_ms()),
                Duration.ofMillis(config.call_timeout_ms()),
                Duration.ofMillis(config.leak_threshold_ms()),
                Duration.ofMillis(config.leak_reclaim_ms()));
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
