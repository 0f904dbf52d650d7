package io.mistersmith.threads.internal;

import io.mistersmith.threads.internal.engine.CorePool;
import io.mistersmith.threads.internal.engine.PoolSettings;
import java.time.Duration;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** The pool that one {@code etc/io.mistersmith.threads.pool-NAME.cfg} describes, for as long as the file is there. */
@Component(
        service = NamedPool.class,
        immediate = true,
        configurationPid = NamedPoolConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = NamedPoolConfig.class, factory = true)
public final class NamedPool {

    private final ThreadsCore core;
    private final CorePool pool;

    @Activate
    public NamedPool(@Reference ThreadsCore core, NamedPoolConfig config, Map<String, Object> properties) {
        this.core = core;
        this.pool = core.add(nameOf(String.valueOf(properties.get("service.pid"))), settingsOf(config));
    }

    /** A new component would lose what is queued, so the size changes in place. */
    @Modified
    void settings(NamedPoolConfig config) {
        pool.resize(settingsOf(config));
    }

    @Deactivate
    void close() {
        core.remove(pool);
    }

    private static PoolSettings settingsOf(NamedPoolConfig config) {
        return new PoolSettings(
                config.size(), config.queue_size(), Duration.ofMillis(config.keep_alive_ms()), config.stack_size());
    }

    /** The name of an instance is what follows the tilde of its PID. */
    static String nameOf(String pid) {
        return pid.substring(pid.indexOf('~') + 1);
    }
}
