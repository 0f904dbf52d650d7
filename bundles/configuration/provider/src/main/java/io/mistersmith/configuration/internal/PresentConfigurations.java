package io.mistersmith.configuration.internal;

import io.mistersmith.configuration.internal.guard.Target;
import io.mistersmith.configuration.internal.operate.Configured;
import io.mistersmith.configuration.internal.schema.Designate;
import io.mistersmith.configuration.internal.secrets.Secrets;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationPlugin;

/** The configurations that Config Admin has, by PID, and their files, taken by File Install's own hand. */
final class PresentConfigurations implements Configured {

    private static final Pattern CONTAINERS_OWN = Pattern.compile("(service\\.|felix\\.fileinstall\\.|component\\.).*");

    private final BundleContext context;
    private final MetatypeIndex metatypes;
    private final Path etc;

    /** Those that were asked for, as Config Admin finds one by looking at all. */
    private final Map<String, Found> found = new ConcurrentHashMap<>();

    private record Found(ServiceReference<?> by, Configuration configuration) {

        boolean isThere() {
            try {
                return configuration.getChangeCount() >= 0;
            } catch (IllegalStateException e) {
                return false; // deleted
            }
        }
    }

    PresentConfigurations(BundleContext context, MetatypeIndex metatypes, Path etc) {
        this.context = context;
        this.metatypes = metatypes;
        this.etc = etc;
    }

    @Override
    public List<String> pids() {
        TreeSet<String> pids = new TreeSet<>();
        metatypes.all().stream()
                .filter(one -> !one.factory())
                .map(Designate::pid)
                .forEach(pids::add);
        list(null).forEach(configuration -> pids.add(configuration.getPid()));
        return List.copyOf(pids);
    }

    @Override
    public Map<String, Object> stored(String pid) {
        return find(pid).map(one -> settings(one.getProperties())).orElse(Map.of());
    }

    @Override
    public Map<String, Object> inForce(String pid) {
        Map<String, Object> inForce =
                find(pid).map(one -> settings(one.getProcessedProperties(null))).orElse(Map.of());
        if (target(pid).isEmpty()) {
            // the guard hides the secrets of what it knows; of others the place is shown
            stored(pid).forEach((key, value) -> {
                if (value instanceof String text && Secrets.isReferred(text)) {
                    inForce.replace(key, text);
                }
            });
        }
        return inForce;
    }

    @Override
    public Optional<Target> target(String pid) {
        return described(pid).map(one -> new Target(pid, one.designate(), existing(file(pid))));
    }

    /** How a PID is described, without the file that it may have. */
    Optional<Target> described(String pid) {
        int instance = pid.indexOf('~');
        Optional<Designate> designate = instance < 0
                ? metatypes.find(pid, false, null).or(() -> metatypes.find(pid, true, null))
                : metatypes.find(pid.substring(0, instance), true, null);
        return designate.map(one -> new Target(pid, one, null));
    }

    @Override
    public Path file(String pid) {
        return find(pid)
                .map(one -> Targets.file(one.getProperties().get(Targets.FILE_NAME)))
                .orElseGet(() -> etc.resolve(pid.replaceFirst("~", "-") + ".cfg"));
    }

    /** What is stored for a PID, and the file that File Install read it from; null when it came another way. */
    record Stored(Map<String, Object> settings, @Nullable Path file) {}

    /** What is stored for a PID; nothing when it has no configuration. */
    Stored withFile(String pid) {
        return find(pid)
                .map(Configuration::getProperties)
                .map(all -> new Stored(settings(all), Targets.file(all.get(Targets.FILE_NAME))))
                .orElseGet(() -> new Stored(Map.of(), null));
    }

    @Override
    public List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(etc)) {
            return files.filter(file -> file.toString().endsWith(".cfg"))
                    .sorted()
                    .toList();
        }
    }

    /** Values with what their placeholders stand for, as far as others than the guard fill them in. */
    @SuppressWarnings("JdkObsolete") // what a plugin changes is a Dictionary
    Map<String, Object> resolved(String pid, Map<String, Object> given) {
        Dictionary<String, Object> properties = new Hashtable<>(given);
        properties.put("service.pid", pid);
        try {
            for (ServiceReference<ConfigurationPlugin> one : context.getServiceReferences(
                    ConfigurationPlugin.class, "(" + ConfigurationPlugin.CM_RANKING + "<=599)")) {
                // not our own, which follow what is stored
                ConfigurationPlugin plugin =
                        context.getBundle().equals(one.getBundle()) ? null : context.getService(one);
                if (plugin != null) {
                    plugin.modifyConfiguration(null, properties);
                    context.ungetService(one);
                }
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
        properties.remove("service.pid");
        return new LinkedHashMap<>(FrameworkUtil.asMap(properties));
    }

    @Override
    public void take(Path file) throws IOException {
        ArtifactInstaller installer = installer(file.toFile());
        if (installer == null) {
            return; // the folder is looked at once File Install is back
        }
        try {
            if (Files.exists(file)) {
                installer.update(file.toFile());
            } else {
                installer.uninstall(file.toFile());
            }
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(file + " could not be taken: " + e.getMessage(), e);
        }
    }

    private @Nullable ArtifactInstaller installer(File file) throws IOException {
        try {
            ServiceReference<?>[] found = references("org.apache.felix.fileinstall.ArtifactInstaller");
            Arrays.sort(found, Comparator.reverseOrder()); // as File Install asks them
            for (ServiceReference<?> one : found) {
                if (isReader(one.getBundle())
                        && context.getService(one) instanceof ArtifactInstaller installer
                        && installer.canHandle(file)) {
                    return installer;
                }
            }
            return null;
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** File Install itself, or what stands before its reader. */
    private boolean isReader(@Nullable Bundle bundle) {
        return bundle != null
                && (bundle.equals(context.getBundle())
                        || "org.apache.felix.fileinstall".equals(bundle.getSymbolicName()));
    }

    private ServiceReference<?>[] references(String type) throws InvalidSyntaxException {
        ServiceReference<?>[] found = context.getAllServiceReferences(type, null);
        return found == null ? new ServiceReference<?>[0] : found;
    }

    private Optional<Configuration> find(String pid) {
        ServiceReference<?> admin = context.getServiceReference(ConfigurationAdmin.class);
        Found known = found.get(pid);
        if (known != null && known.by().equals(admin) && known.isThere()) {
            return Optional.of(known.configuration());
        }
        Optional<Configuration> now =
                list("(service.pid=" + escaped(pid) + ")").stream().findFirst();
        if (admin != null && now.isPresent()) {
            found.put(pid, new Found(admin, now.get()));
        }
        return now;
    }

    /** Forgets a PID whose configuration was deleted. */
    void deleted(String pid) {
        found.remove(pid);
    }

    private List<Configuration> list(@Nullable String filter) {
        ServiceReference<ConfigurationAdmin> reference = context.getServiceReference(ConfigurationAdmin.class);
        ConfigurationAdmin admin = reference == null ? null : context.getService(reference);
        if (admin == null) {
            return List.of();
        }
        try {
            Configuration[] found = admin.listConfigurations(filter);
            return found == null ? List.of() : List.of(found);
        } catch (IOException | InvalidSyntaxException e) {
            throw new IllegalArgumentException("\"" + filter + "\" is no PID", e);
        }
    }

    private static Map<String, Object> settings(@Nullable Dictionary<String, Object> properties) {
        Map<String, Object> settings = new LinkedHashMap<>();
        if (properties != null) {
            FrameworkUtil.asMap(properties).forEach((key, value) -> {
                if (!CONTAINERS_OWN.matcher(key).matches()) {
                    settings.put(key, value);
                }
            });
        }
        return settings;
    }

    private static @Nullable Path existing(Path file) {
        return Files.exists(file) ? file : null;
    }

    private static String escaped(String text) {
        return text.replaceAll("[\\\\*()]", "\\\\$0");
    }
}
