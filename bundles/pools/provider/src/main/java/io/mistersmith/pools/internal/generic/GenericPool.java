package io.mistersmith.pools.internal.generic;

import io.mistersmith.pools.ResourceFactory;
import io.mistersmith.pools.internal.BestService;
import io.mistersmith.pools.internal.ManagedPool;
import io.mistersmith.pools.internal.PoolsCore;
import io.mistersmith.pools.internal.engine.PoolEngine;
import io.mistersmith.pools.internal.engine.PoolKeys;
import io.mistersmith.pools.internal.engine.PoolSettings;
import io.mistersmith.pools.internal.security.Credentials;
import io.mistersmith.pools.internal.security.SecurityKeys;
import io.mistersmith.pools.internal.security.TlsWarnings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    private volatile TlsWarnings tls;

    /** Called by the component runtime. */
    @Activate
    public GenericPool(
            @Reference PoolsCore core,
            GenericConfig config,
            PoolKeys sizes,
            SecurityKeys security,
            Map<String, Object> properties,
            BundleContext context) {
        this.core = core;
        this.name = PoolsCore.nameOf(properties);
        this.tls = new TlsWarnings(security);
        this.maker = new FactoryMaker(name, factoryOf(config), Credentials.of(security));
        this.engine = new PoolEngine<>(name, maker, PoolSettings.of(sizes));
        this.pool = ManagedPool.of("generic", engine).warning(this::warnings);
        this.grace = Duration.ofMillis(sizes.drain_timeout_ms());
        this.factories = new BestService<>(context, ResourceFactory.class.getName(), ResourceFactory.NAME, this::use);
        core.add(pool);
        factories.follow(factoryOf(config));
    }

    /** A new component would take the pool away from its users, so the settings change in place: all valid, or none. */
    @Modified
    void settings(GenericConfig config, PoolKeys keys, SecurityKeys security) {
        PoolSettings sizes = PoolSettings.of(keys);
        Credentials credentials = Credentials.of(security);
        grace = Duration.ofMillis(keys.drain_timeout_ms());
        tls = new TlsWarnings(security);
        engine.settings(sizes);
        if (maker.settings(factoryOf(config), credentials)) {
            engine.drain();
            engine.revive();
        }
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

    private List<String> warnings() {
        List<String> warnings = new ArrayList<>(tls.now());
        String missing = maker.missing();
        if (missing != null) {
            warnings.add(missing + "; install the plugin that has it, or correct factory in the pool's file");
        }
        return warnings;
    }

    private String factoryOf(GenericConfig config) {
        return config.factory().isEmpty() ? name : config.factory();
    }
}
