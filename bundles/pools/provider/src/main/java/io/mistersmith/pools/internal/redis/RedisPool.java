package io.mistersmith.pools.internal.redis;

import io.mistersmith.pools.internal.ManagedPool;
import io.mistersmith.pools.internal.PoolView;
import io.mistersmith.pools.internal.PoolsCore;
import io.mistersmith.pools.internal.engine.PoolEngine;
import io.mistersmith.pools.internal.engine.PoolSettings;
import io.mistersmith.pools.internal.security.PoolSecurity;
import io.mistersmith.pools.internal.security.Tls;
import io.mistersmith.pools.internal.security.TlsSettings;
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
    private Connecting connecting;
    private volatile Duration grace;

    /** What a change makes every connection anew for. Its text shows no password. */
    private record Connecting(String where, String as, TlsSettings tls, boolean encrypted) {

        @Override
        public String toString() {
            return where;
        }
    }

    /** Called by the component runtime. */
    @Activate
    public RedisPool(@Reference PoolsCore core, RedisConfig config, Map<String, Object> properties) {
        this.core = core;
        this.name = PoolsCore.nameOf(properties);
        this.connecting = connecting(config);
        this.maker = new RedisMaker(settings(config));
        this.engine = new PoolEngine<>(name, maker, sizes(config));
        this.pool =
                new ManagedPool("redis", engine, borrower -> new RedisView(new PoolView<>("redis", engine, borrower)));
        this.grace = Duration.ofMillis(config.drain_timeout_ms());
        core.add(pool);
    }

    /** A new component would take the pool away from its users, so the settings change in place: all valid, or none. */
    @Modified
    synchronized void settings(RedisConfig config, Map<String, Object> properties) {
        PoolSettings sizes = sizes(config);
        Connecting now = connecting(config);
        grace = Duration.ofMillis(config.drain_timeout_ms());
        engine.settings(sizes);
        if (!now.equals(connecting)) {
            connecting = now;
            maker.settings(settings(config));
            engine.drain();
            engine.revive();
        }
    }

    @Deactivate
    void close() {
        core.remove(pool, grace);
    }

    private static Connecting connecting(RedisConfig config) {
        String where = config.host() + ":" + config.port() + "/" + config.database() + " " + config.client_name() + " "
                + config.connect_timeout_ms() + " " + config.socket_timeout_ms();
        return new Connecting(where, config.user() + "\n" + config.password(), tls(config), config.tls_enabled());
    }

    private RedisMaker.Settings settings(RedisConfig config) {
        Tls tls = config.tls_enabled() ? new Tls(tls(config)) : null;
        return new RedisMaker.Settings(
                new HostAndPort(config.host(), config.port()),
                config.database(),
                config.client_name().isEmpty() ? "mistersmith-" + name : config.client_name(),
                config.connect_timeout_ms(),
                config.socket_timeout_ms(),
                new PoolSecurity(name, config.user(), config.password(), tls));
    }

    private static TlsSettings tls(RedisConfig config) {
        return new TlsSettings(
                config.tls_ca(),
                config.tls_cert(),
                config.tls_key(),
                new TlsSettings.Store(config.tls_keystore(), config.tls_keystore_password()),
                new TlsSettings.Store(config.tls_truststore(), config.tls_truststore_password()),
                config.tls_verify_host(),
                config.tls_min_version());
    }

    private static PoolSettings sizes(RedisConfig config) {
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
