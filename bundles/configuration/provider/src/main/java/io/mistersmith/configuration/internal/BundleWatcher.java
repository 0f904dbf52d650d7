package io.mistersmith.configuration.internal;

import io.mistersmith.configuration.internal.bind.Bindings;
import io.mistersmith.configuration.internal.schema.Designate;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows bundles: reads their metatypes when they resolve, gives a plugin its default files before anything of it is
 * activated, ends what a stopped bundle bound.
 *
 * <p>Synchronous, so that all of that has happened when the Service Component Runtime hears that the bundle started.
 */
final class BundleWatcher implements SynchronousBundleListener {

    private static final Logger LOG = LoggerFactory.getLogger(BundleWatcher.class);

    private final MetatypeIndex metatypes;
    private final ConfigurationKeeper keeper;
    private final AdminFollower.Stages stages;
    private final Bindings bindings;
    private final PluginLocation plugins;

    BundleWatcher(
            MetatypeIndex metatypes,
            ConfigurationKeeper keeper,
            AdminFollower.Stages stages,
            Bindings bindings,
            PluginLocation plugins) {
        this.metatypes = metatypes;
        this.keeper = keeper;
        this.stages = stages;
        this.bindings = bindings;
        this.plugins = plugins;
    }

    /** Reads what is resolved already. */
    void catchUp(BundleContext context) {
        for (Bundle bundle : context.getBundles()) {
            if ((bundle.getState() & (Bundle.INSTALLED | Bundle.UNINSTALLED)) == 0) {
                metatypes.add(bundle);
            }
        }
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        try {
            changed(event.getBundle(), event.getType());
        } catch (RuntimeException e) {
            LOG.error(
                    "The metatype of {} could not be read, so its configuration is not checked", event.getBundle(), e);
        }
    }

    private void changed(Bundle bundle, int type) {
        switch (type) {
            case BundleEvent.RESOLVED -> metatypes.add(bundle);
            case BundleEvent.STARTING, BundleEvent.LAZY_ACTIVATION -> {
                List<Designate> designates = metatypes.add(bundle);
                if (plugins.holds(bundle.getLocation())) {
                    keeper.defaultFiles(designates);
                }
                keeper.environmentOnly(designates);
            }
            case BundleEvent.STOPPED -> {
                bindings.stopped(bundle);
                stages.applying()
                        .unused(metatypes.of(bundle).stream()
                                .map(Designate::pid)
                                .toList());
            }
            case BundleEvent.UNRESOLVED, BundleEvent.UNINSTALLED ->
                metatypes.remove(bundle).stream()
                        .filter(gone ->
                                metatypes.find(gone.pid(), gone.factory(), null).isEmpty())
                        .forEach(gone -> stages.guard().undescribed(gone.pid()));
            default -> {
                // the others change neither metatype nor bindings
            }
        }
    }
}
