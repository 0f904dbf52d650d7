package io.mistersmith.pools.internal.redis;

import io.mistersmith.pools.internal.ManagedPool;
import io.mistersmith.pools.internal.PoolView;
import io.mistersmith.pools.internal.PoolsCore;
import io.mistersmith.pools.internal.engine.PoolEngine;
import io.mistersmith.pools.internal.engine.PoolKeys;
import io.mistersmith.pools.internal.engine.PoolSettings;
import io.mistersmith.pools.internal.security.Credentials;
import io.mistersmith.pools.internal.security.SecurityKeys;
import io.mistersmith.pools.internal.security.TlsWarnings;
import java.time.Duration;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

/** The pool that one {@code etc/io.mistersmith.pools.redis-NAME.cfg} describes, for as long as the file is there. */
@Component(
        service = {}, // its properties would show the password
        immediate = true,
        configurationPid = RedisConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = RedisConfig.class, factory = true)
public final class RedisPool {

    private final PoolsCore core;
    private final String name;
    private final RedisMaker maker;
    private final PoolEngine<Jedis> engine;
    private final ManagedPool pool;
    private RedisMaker.Settings settings;
    private volatile Duration grace;
    private volatile TlsWarnings tls;

    /** Called by the component runtime. */
    @Activate
    public RedisPool(
            @Reference PoolsCore core,
            RedisConfig config,
            PoolKeys sizes,
            SecurityKeys security,
            Map<String, Object> properties) {
        this.core = core;
        this.name = PoolsCore.nameOf(properties);
        this.settings = settings(config, security);
        this.tls = new TlsWarnings(security);
        this.maker = new RedisMaker(name, settings);
        this.engine = new PoolEngine<>(name, maker, PoolSettings.of(sizes));
        this.pool = new ManagedPool(
                        "redis", engine, borrower -> new RedisView(new PoolView<>("redis", engine, borrower)))
                .warning(() -> tls.now());
        this.grace = Duration.ofMillis(sizes.drain_timeout_ms());
        core.add(pool);
    }

    /** A new component would take the pool away from its users, so the settings change in place: all valid, or none. */
    @Modified
    synchronized void settings(RedisConfig config, PoolKeys keys, SecurityKeys security) {
        PoolSettings sizes = PoolSettings.of(keys);
        RedisMaker.Settings now = settings(config, security);
        grace = Duration.ofMillis(keys.drain_timeout_ms());
        tls = new TlsWarnings(security);
        engine.settings(sizes);
        if (!now.equals(settings)) {
            settings = now;
            maker.settings(now);
            engine.drain();
            engine.revive();
        }
    }

    @Deactivate
    void close() {
        core.remove(pool, grace);
    }

    private RedisMaker.Settings settings(RedisConfig config, SecurityKeys security) {
        return new RedisMaker.Settings(
                new HostAndPort(config.host(), config.port()),
                config.database(),
                config.client_name().isEmpty() ? "mistersmith-" + name : config.client_name(),
                config.connect_timeout_ms(),
                config.socket_timeout_ms(),
                Credentials.of(security));
    }
}
