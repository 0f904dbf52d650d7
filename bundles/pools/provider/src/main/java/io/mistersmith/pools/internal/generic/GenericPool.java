package io.mistersmith.pools.internal.generic;

import io.mistersmith.pools.ResourceFactory;
import io.mistersmith.pools.internal.BestService;
import io.mistersmith.pools.internal.ManagedPool;
import io.mistersmith.pools.internal.PoolsCore;
import io.mistersmith.pools.internal.engine.PoolEngine;
import io.mistersmith.pools.internal.engine.PoolSettings;
import io.mistersmith.pools.internal.security.PoolSecurity;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/**
 * The pool that one {@code etc/io.mistersmith.pools.generic-NAME.cfg} describes, for as long as the file is there; also while
 * its factory is not: then calls wait for it until their timeout.
 */
@Component(
        service = {}, // its properties would show the password
        immediate = true,
        configurationPid = GenericConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = GenericConfig.class, factory = true)
public final class GenericPool {

    private final PoolsCore core;
    private final String name;
    private final FactoryMaker maker;
    private final PoolEngine<Object> engine;
    private final ManagedPool pool;
    private final BestService<ResourceFactory<Object>> factories;
    private volatile Duration grace;

    /** Called by the component runtime. */
    @Activate
    public GenericPool(
            @Reference PoolsCore core, GenericConfig config, Map<String, Object> properties, BundleContext context) {
        this.core = core;
        this.name = PoolsCore.nameOf(properties);
        this.maker = new FactoryMaker(name, factoryOf(config), securityOf(config));
        this.engine = new PoolEngine<>(name, maker, settingsOf(config));
        this.pool = ManagedPool.of("generic", engine);
        this.grace = Duration.ofMillis(config.drain_timeout_ms());
        this.factories = new BestService<>(context, ResourceFactory.class.getName(), ResourceFactory.NAME, this::use);
        core.add(pool);
        factories.follow(factoryOf(config));
    }

    /** A new component would take the pool away from its users, so the settings change in place: all valid, or none. */
    @Modified
    void settings(GenericConfig config) {
        PoolSettings settings = settingsOf(config);
        grace = Duration.ofMillis(config.drain_timeout_ms());
        maker.settings(factoryOf(config), securityOf(config));
        engine.settings(settings);
        factories.follow(factoryOf(config));
    }

    @Deactivate
    void close() {
        core.remove(pool, grace);
        factories.close();
    }

    /** What the factory of before made is replaced: it may be gone soon. */
    private void use(@Nullable ResourceFactory<Object> factory) {
        maker.factory(factory);
        engine.drain();
        if (factory != null) {
            engine.revive();
        }
    }

    private String factoryOf(GenericConfig config) {
        return config.factory().isEmpty() ? name : config.factory();
    }

    private PoolSecurity securityOf(GenericConfig config) {
        return new PoolSecurity(name, config.user(), config.password(), null);
    }

    private static PoolSettings settingsOf(GenericConfig config) {
        return new PoolSettings(
                config.min_size(),
                config.max_size(),
                config.max_waiting(),
                Duration.ofMillis(config.acquire_timeout_ms()),
                Duration.ofMillis(config.idle_timeout_ms()),
                Duration.ofMillis(config.max_lifetime_ms()),
                Duration.ofMillis(config.check_interval_ms()),
                Duration.ofMillis(config.validate_after_ms()),
                Duration.ofMillis(config.eviction_interval_ms()),
                Duration.ofMillis(config.call_timeout_ms()),
                Duration.ofMillis(config.leak_threshold_ms()),
                Duration.ofMillis(config.leak_reclaim_ms()));
    }
}
