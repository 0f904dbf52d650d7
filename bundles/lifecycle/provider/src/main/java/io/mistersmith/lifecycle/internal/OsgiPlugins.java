package io.mistersmith.lifecycle.internal;

import io.mistersmith.lifecycle.internal.deploy.Condition;
import io.mistersmith.lifecycle.internal.deploy.PluginHost;
import io.mistersmith.lifecycle.internal.deploy.PluginJar;
import io.mistersmith.lifecycle.internal.deploy.Traffic;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * Plugins as bundles. A bundle's location is its file's URI, as File Install has it too; when a file was overwritten with
 * another version, {@code ?version} follows, so that the old bundle can run until the new one does.
 */
final class OsgiPlugins implements PluginHost {

    private static final long REFRESH_SECONDS = 20;

    private final BundleContext context;
    private final Path folder;
    private final Stamps stamps;
    private final UseCounts useCounts;
    private final Components components;
    private final Contents contents;
    private final Function<String, Traffic> traffic;
    private final Function<String, List<String>> refused;
    private volatile int startLevel;
    private volatile LongConsumer rewired = bundle -> {};

    OsgiPlugins(
            BundleContext context,
            Path folder,
            int startLevel,
            Components components,
            Contents contents,
            Function<String, Traffic> traffic,
            Function<String, List<String>> refused) {
        this.context = context;
        this.folder = folder;
        this.startLevel = startLevel;
        this.components = components;
        this.contents = contents;
        this.traffic = traffic;
        this.refused = refused;
        java.io.File file = context.getDataFile("stamps.properties");
        this.stamps = new Stamps(file == null ? null : file.toPath());
        this.useCounts = new UseCounts(context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION));
    }

    void startLevel(int level) {
        startLevel = level;
    }

    /** Told of bundles that were stopped because their packages changed, and have to be started again. */
    void onRewired(LongConsumer listener) {
        rewired = listener;
    }

    @Override
    public long install(PluginJar jar) throws BundleException, IOException, InterruptedException {
        Bundle there = find(jar);
        if (there == null) {
            String location = jar.file().toFile().toURI().toString();
            if (context.getBundle(location) != null) {
                location += "?" + jar.version();
            }
            try (InputStream in = Files.newInputStream(jar.file())) {
                there = context.installBundle(location, in);
            }
            there.adapt(BundleStartLevel.class).setStartLevel(startLevel);
        } else if (!upToDate(there, jar)) {
            stop(there.getBundleId());
            try (InputStream in = Files.newInputStream(jar.file())) {
                there.update(in);
            }
            refresh(there);
        }
        stamps.put(there.getLocation(), jar.stamp());
        return there.getBundleId();
    }

    private boolean upToDate(Bundle bundle, PluginJar jar) throws IOException {
        String stamp = stamps.get(bundle.getLocation());
        return stamp == null
                ? bundle.getLastModified()
                        >= Files.getLastModifiedTime(jar.file()).toMillis()
                : stamp.equals(jar.stamp());
    }

    private @Nullable Bundle find(PluginJar jar) {
        for (Bundle bundle : context.getBundles()) {
            if (jar.file().equals(fileOf(bundle))
                    && jar.name().equals(bundle.getSymbolicName())
                    && jar.version().equals(bundle.getVersion())) {
                return bundle;
            }
        }
        return null;
    }

    /** The jar of the folder that a bundle came from; null if it came from elsewhere. */
    private @Nullable Path fileOf(Bundle bundle) {
        String location = bundle.getLocation();
        if (!location.startsWith("file:")) {
            return null;
        }
        int query = location.indexOf('?');
        try {
            Path file = Path.of(URI.create(query < 0 ? location : location.substring(0, query)));
            return folder.equals(file.getParent()) ? file : null;
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    @Override
    public Optional<String> missing(long id) {
        Bundle bundle = context.getBundle(id);
        if (bundle == null) {
            return Optional.of("its bundle was uninstalled by hand. Copy it again.");
        }
        if (bundle.getState() != Bundle.INSTALLED || wiring().resolveBundles(List.of(bundle))) {
            return Optional.empty();
        }
        String why = new Requirements(context).explain(bundle);
        // While another bundle is resolved the framework may refuse one that lacks nothing; then asking why has
        // resolved it.
        return bundle.getState() == Bundle.INSTALLED ? Optional.of(why) : Optional.empty();
    }

    @Override
    public void start(long id) throws BundleException {
        bundle(id).start(Bundle.START_TRANSIENT);
    }

    @Override
    public void stop(long id) throws BundleException {
        Bundle bundle = context.getBundle(id);
        if (bundle != null && (bundle.getState() & (Bundle.ACTIVE | Bundle.STARTING)) != 0) {
            bundle.stop(Bundle.STOP_TRANSIENT);
        }
    }

    @Override
    public void uninstall(long id) throws BundleException, InterruptedException {
        Bundle bundle = context.getBundle(id);
        if (bundle != null && bundle.getState() != Bundle.UNINSTALLED) {
            bundle.uninstall();
            stamps.remove(bundle.getLocation());
            refresh(bundle);
            useCounts.forget(bundle);
        }
    }

    /** Wires those anew that still use the old packages of a bundle; nobody else is touched. */
    private void refresh(Bundle bundle) throws BundleException, InterruptedException {
        if (!wiring().getRemovalPendingBundles().contains(bundle)) {
            return;
        }
        Collection<Bundle> users = wiring().getDependencyClosure(List.of(bundle));
        List<Bundle> stopped = new ArrayList<>();
        for (Bundle user : users) {
            if (!user.equals(bundle) && fileOf(user) != null && user.getState() == Bundle.ACTIVE) {
                user.stop(Bundle.STOP_TRANSIENT); // else the framework starts it, on the one thread it has for that
                stopped.add(user);
            }
        }
        CountDownLatch done = new CountDownLatch(1);
        wiring().refreshBundles(List.of(bundle), event -> done.countDown());
        if (!done.await(REFRESH_SECONDS, TimeUnit.SECONDS)) {
            throw new BundleException(
                    "wiring " + bundle.getSymbolicName() + " anew has not ended within " + REFRESH_SECONDS + " s");
        }
        stopped.forEach(user -> rewired.accept(user.getBundleId()));
    }

    @Override
    public Condition condition(long id) {
        Bundle bundle = context.getBundle(id);
        if (bundle == null) {
            return new Condition(Condition.State.GONE, "", List.of());
        }
        if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null) {
            return Condition.running(); // its host answers for it
        }
        if (bundle.getState() != Bundle.ACTIVE) {
            return new Condition(Condition.State.STOPPED, "", List.of());
        }
        Condition found = components.condition(bundle);
        return found.state() == Condition.State.RUNNING
                ? found.refusing(refused.apply(bundle.getSymbolicName() + "/" + bundle.getVersion()))
                : found;
    }

    @Override
    public String summary(long id) {
        Bundle bundle = context.getBundle(id);
        return bundle == null ? "" : contents.summary(bundle);
    }

    @Override
    public Traffic traffic(String plugin) {
        return traffic.apply(plugin);
    }

    @Override
    public List<Installed> installed() {
        List<Installed> all = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            Path file = fileOf(bundle);
            String name = bundle.getSymbolicName();
            if (file != null && name != null) {
                String stamp = stamps.get(bundle.getLocation());
                boolean fragment = bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
                all.add(new Installed(
                        bundle.getBundleId(),
                        new PluginJar(file, stamp == null ? "" : stamp, name, bundle.getVersion(), fragment)));
            }
        }
        return all;
    }

    private Bundle bundle(long id) throws BundleException {
        Bundle bundle = context.getBundle(id);
        if (bundle == null) {
            throw new BundleException("its bundle was uninstalled by hand");
        }
        return bundle;
    }

    private FrameworkWiring wiring() {
        return context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
    }
}
