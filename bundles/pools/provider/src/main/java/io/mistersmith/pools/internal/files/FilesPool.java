package io.mistersmith.pools.internal.files;

import io.mistersmith.pools.FilePool;
import io.mistersmith.pools.internal.ManagedPool;
import io.mistersmith.pools.internal.PoolsCore;
import io.mistersmith.pools.internal.engine.PoolKeys;
import io.mistersmith.pools.internal.engine.PoolSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/**
 * The pool that one {@code etc/io.mistersmith.pools.files-NAME.cfg} describes, for as long as the file is there; also while its
 * folder is not: then calls fail at once, and say so.
 */
@Component(
        service = {},
        immediate = true,
        configurationPid = FilesConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = FilesConfig.class, factory = true)
@Capability(namespace = "osgi.service", attribute = "objectClass:List<String>=\"io.mistersmith.pools.FilePool\"")
public final class FilesPool {

    private final PoolsCore core;
    private final FileEngine engine;
    private final ManagedPool pool;
    private volatile Duration grace;

    /** Called by the component runtime. */
    @Activate
    public FilesPool(@Reference PoolsCore core, FilesConfig config, PoolKeys keys, Map<String, Object> properties) {
        this.core = core;
        this.engine = new FileEngine(PoolsCore.nameOf(properties), rootOf(config), settingsOf(config, keys));
        this.pool = new ManagedPool("files", engine, FilePool.class, borrower -> new FilesView(engine, borrower));
        this.grace = Duration.ofMillis(keys.drain_timeout_ms());
        core.add(pool);
    }

    /** A new component would take the pool away from its users, so the settings change in place: all valid, or none. */
    @Modified
    void settings(FilesConfig config, PoolKeys keys) {
        FileSettings settings = settingsOf(config, keys);
        @Nullable Path root = rootOf(config);
        grace = Duration.ofMillis(keys.drain_timeout_ms());
        engine.settings(settings, root);
    }

    @Deactivate
    void close() {
        core.remove(pool, grace);
    }

    /** Null if there is none yet: a new file whose root was refused. */
    private static @Nullable Path rootOf(FilesConfig config) {
        String root = config.root();
        return root == null || root.isEmpty() ? null : Path.of(root).normalize();
    }

    private static FileSettings settingsOf(FilesConfig config, PoolKeys keys) {
        return new FileSettings(PoolSettings.of(keys), config.max_per_file());
    }
}
