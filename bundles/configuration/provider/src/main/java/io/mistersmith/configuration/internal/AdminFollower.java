package io.mistersmith.configuration.internal;

import io.mistersmith.configuration.internal.apply.Applying;
import io.mistersmith.configuration.internal.bind.Bindings;
import io.mistersmith.configuration.internal.bind.PassedValues;
import io.mistersmith.configuration.internal.guard.Guard;
import io.mistersmith.configuration.internal.guard.Layers;
import io.mistersmith.configuration.internal.schema.CommonKeys;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.SynchronousConfigurationListener;
import org.osgi.util.tracker.ServiceTrackerCustomizer;

/** Follows Config Admin as it comes and goes, and what happens to each configuration. */
final class AdminFollower
        implements ServiceTrackerCustomizer<ConfigurationAdmin, ConfigurationAdmin>, SynchronousConfigurationListener {

    private final BundleContext context;
    private final ConfigurationWorker worker;
    private final Described described;
    private final Stages stages;
    private final FolderWatch folder;
    private final Users users;

    /** What may be configured, and who makes configurations of it. */
    record Described(MetatypeIndex metatypes, ConfigurationKeeper keeper) {}

    /** What a value passes on its way. */
    record Stages(Layers layers, Guard guard, Applying applying, LogLevels levels) {

        void deleted(String pid) {
            layers.deleted(pid);
            guard.deleted(pid);
            applying.forget(pid);
            levels.set(pid, CommonKeys.NO_LEVEL);
        }
    }

    /** Who has values of configurations. */
    record Users(Bindings bindings, PassedValues values) {}

    AdminFollower(
            BundleContext context,
            ConfigurationWorker worker,
            Described described,
            Stages stages,
            FolderWatch folder,
            Users users) {
        this.context = context;
        this.worker = worker;
        this.described = described;
        this.stages = stages;
        this.folder = folder;
        this.users = users;
    }

    @Override
    public ConfigurationAdmin addingService(ServiceReference<ConfigurationAdmin> reference) {
        ConfigurationAdmin admin = context.getService(reference);
        ConfigurationKeeper keeper = described.keeper();
        keeper.admin(admin);
        users.values().changed();
        keeper.sweep();
        keeper.withoutFile().forEach(stages.layers()::kept);
        keeper.environmentOnly(described.metatypes().all());
        folder.catchUp();
        worker.execute(users.bindings()::changed);
        return admin;
    }

    @Override
    public void modifiedService(ServiceReference<ConfigurationAdmin> reference, ConfigurationAdmin admin) {
        // its properties are of no interest
    }

    @Override
    public void removedService(ServiceReference<ConfigurationAdmin> reference, ConfigurationAdmin admin) {
        described.keeper().admin(null);
        users.values().changed();
        context.ungetService(reference);
    }

    @Override
    public void configurationEvent(ConfigurationEvent event) {
        String pid = event.getPid();
        users.values().changed(pid);
        if (event.getType() == ConfigurationEvent.CM_DELETED) {
            stages.deleted(pid);
            worker.execute(() -> {
                described.metatypes().find(pid, false, null).ifPresent(designate -> described
                        .keeper()
                        .environmentOnly(List.of(designate)));
                folder.deleted(pid);
            });
        }
        worker.execute(() -> users.bindings().changed(pid));
    }
}
