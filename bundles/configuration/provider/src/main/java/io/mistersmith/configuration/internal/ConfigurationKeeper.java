package io.mistersmith.configuration.internal;

import io.mistersmith.configuration.internal.files.DefaultFile;
import io.mistersmith.configuration.internal.guard.EnvironmentOverrides;
import io.mistersmith.configuration.internal.guard.Target;
import io.mistersmith.configuration.internal.schema.Designate;
import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.Configuration.ConfigurationAttribute;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes and deletes configurations where File Install does not: a default file with its configuration, one for a PID that
 * only the environment or the read-only folder sets, and those whose file vanished while the container was down. While Config Admin is away it does
 * nothing but write default files; File Install reads those later.
 */
final class ConfigurationKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationKeeper.class);
    private static final String ANY_BUNDLE = "?";

    /** In a configuration made for a file of the read-only folder: the file's name. */
    private static final String IN_FOLDER = "service.mistersmith.folder";

    private final File etc;
    private final Charset encoding;
    private final EnvironmentOverrides environment;
    /** Nobody stores what was stored before over what a file has come to say since. */
    private final Object storing = new Object();

    private volatile @Nullable ConfigurationAdmin admin;

    ConfigurationKeeper(File etc, Charset encoding, EnvironmentOverrides environment) {
        this.etc = etc;
        this.encoding = encoding;
        this.environment = environment;
    }

    /** Held from reading what is stored to storing it again; to be held by whoever stores what a file says. */
    Object storing() {
        return storing;
    }

    /** Takes Config Admin, null when it goes. */
    void admin(@Nullable ConfigurationAdmin admin) {
        this.admin = admin;
    }

    /**
     * Hands out the values of a PID once more; the guard is asked anew. Stored again, because an update without properties
     * reaches managed services only: components follow the event, and that is sent for stored properties only.
     */
    void redeliver(String pid) {
        try {
            synchronized (storing) {
                Configuration configuration = find(pid);
                if (configuration != null) {
                    storeAgain(configuration);
                }
            }
        } catch (IOException | IllegalStateException e) {
            LOG.warn("{} could not be read anew", pid, e);
        }
    }

    /** File Install makes a configuration read-only when its file is, as in a mounted folder. */
    private static void storeAgain(Configuration configuration) throws IOException {
        boolean readOnly = configuration.getAttributes().contains(ConfigurationAttribute.READ_ONLY);
        if (readOnly) {
            configuration.removeAttributes(ConfigurationAttribute.READ_ONLY);
        }
        configuration.update(configuration.getProperties());
        if (readOnly) {
            configuration.addAttributes(ConfigurationAttribute.READ_ONLY);
        }
    }

    /**
     * Makes, hands out anew or deletes the configuration of a file of the read-only folder.
     *
     * @param name of the file; what precedes its first dash is a factory's PID
     */
    void inFolder(String name, boolean present) {
        ConfigurationAdmin now = admin;
        if (now == null) {
            return;
        }
        String pid = name.substring(0, name.length() - ".cfg".length());
        int dash = pid.indexOf('-');
        String own = pid.replaceFirst("-", "~");
        List<Configuration> found = list(
                now,
                "(|(service.pid=" + escaped(own) + ")(" + Targets.FILE_NAME + "=" + escaped(uri(new File(etc, name)))
                        + "))");
        try {
            if (!found.isEmpty()) {
                Configuration configuration = found.get(0);
                if (present || isSet(configuration) || environment.sets(pid)) {
                    redeliver(configuration.getPid());
                } else {
                    configuration.delete();
                }
            } else if (present) {
                Configuration made = dash > 0
                        ? now.getFactoryConfiguration(pid.substring(0, dash), pid.substring(dash + 1), ANY_BUNDLE)
                        : now.getConfiguration(pid, ANY_BUNDLE);
                made.update(FrameworkUtil.asDictionary(Map.of(IN_FOLDER, name)));
            }
        } catch (IOException | IllegalStateException e) {
            LOG.warn("{} of the read-only folder could not be taken", name, e);
        }
    }

    /** The files of the read-only folder that configurations were made for, perhaps in an earlier run. */
    List<String> madeForFolder() {
        ConfigurationAdmin now = admin;
        return now == null
                ? List.of()
                : list(now, "(" + IN_FOLDER + "=*)").stream()
                        .map(configuration ->
                                String.valueOf(configuration.getProperties().get(IN_FOLDER)))
                        .toList();
    }

    /** The PIDs whose values stand in no file, from an earlier run. */
    List<String> withoutFile() {
        ConfigurationAdmin now = admin;
        return now == null
                ? List.of()
                : list(now, null).stream()
                        .filter(configuration -> configuration.getProperties().get(Targets.FILE_NAME) == null)
                        .map(Configuration::getPid)
                        .toList();
    }

    /** Deletes configurations whose file is not there any more; File Install notices only what it saw itself. */
    void sweep() {
        ConfigurationAdmin present = admin;
        if (present == null) {
            return;
        }
        for (Configuration configuration : list(present, null)) {
            Path file = Targets.file(configuration.getProperties().get(Targets.FILE_NAME));
            if (file != null && Files.notExists(file)) {
                LOG.info("{} is gone, so its configuration {} is deleted", file, configuration.getPid());
                try {
                    configuration.delete();
                } catch (IOException e) {
                    LOG.warn("{} could not be deleted", configuration.getPid(), e);
                }
            }
        }
    }

    /** Makes an empty configuration where only the environment says something, since Config Admin asks for no other. */
    void environmentOnly(List<Designate> designates) {
        ConfigurationAdmin present = admin;
        for (Designate designate : designates) {
            String pid = designate.pid();
            if (present != null && environment.any(designate) && !cfg(pid).exists() && find(pid) == null) {
                try {
                    present.getConfiguration(pid, ANY_BUNDLE).update(FrameworkUtil.asDictionary(Map.of()));
                } catch (IOException e) {
                    LOG.warn("The environment's values of {} are not in force", pid, e);
                }
            }
        }
    }

    /**
     * Writes the default file of each PID that has none, and makes the configuration that File Install would make of it, so
     * that components are activated with it at once and not again when File Install comes by.
     */
    void defaultFiles(List<Designate> designates) {
        for (Designate designate : designates) {
            if (!designate.factory() && !setByOthers(designate.pid())) {
                File file = cfg(designate.pid());
                DefaultFile defaults = new DefaultFile(designate.pid(), designate.schema());
                try {
                    if (defaults.writeIfAbsent(file.toPath(), encoding)) {
                        configure(designate.pid(), file, defaults.values());
                    }
                } catch (IOException e) {
                    LOG.warn("{} could not be written; the defaults are in force", file, e);
                }
            }
        }
    }

    private void configure(String pid, File file, Map<String, String> values) throws IOException {
        ConfigurationAdmin present = admin;
        if (present != null) {
            Map<String, Object> properties = new LinkedHashMap<>(values);
            properties.put(Targets.FILE_NAME, uri(file));
            present.getConfiguration(pid, ANY_BUNDLE).updateIfDifferent(FrameworkUtil.asDictionary(properties));
        }
    }

    /** Makes the configuration of a file that cannot be read, so that the guard is asked for the values of before. */
    void withoutValues(Target target, File file) {
        ConfigurationAdmin present = admin;
        if (present == null || find(target.pid()) != null) {
            return;
        }
        String instance = target.instance();
        try {
            Configuration configuration = instance == null
                    ? present.getConfiguration(target.pid(), ANY_BUNDLE)
                    : present.getFactoryConfiguration(target.designate().pid(), instance, ANY_BUNDLE);
            configuration.update(FrameworkUtil.asDictionary(Map.of(Targets.FILE_NAME, uri(file))));
        } catch (IOException e) {
            LOG.warn("The values of before of {} are not in force", target.pid(), e);
        }
    }

    /** Whether somebody configured the PID without a file, which a default file must not undo. */
    private boolean setByOthers(String pid) {
        Configuration configuration = find(pid);
        return configuration != null
                && isSet(configuration)
                && configuration.getProperties().get(Targets.FILE_NAME) == null;
    }

    private static boolean isSet(Configuration configuration) {
        return FrameworkUtil.asMap(configuration.getProperties()).keySet().stream()
                .anyMatch(key -> !key.startsWith("service."));
    }

    /** As File Install writes it. */
    private static String uri(File file) {
        return file.getAbsoluteFile().toURI().toString();
    }

    private static String escaped(String value) {
        return value.replaceAll("[\\\\()*]", "\\\\$0");
    }

    private File cfg(String pid) {
        return new File(etc, pid + ".cfg");
    }

    /** The configuration of a PID; null when it has none, or no values. */
    @Nullable
    Configuration find(String pid) {
        ConfigurationAdmin present = admin;
        return present == null
                ? null
                : list(present, "(service.pid=" + escaped(pid) + ")").stream()
                        .findFirst()
                        .orElse(null);
    }

    /** Only those that have values. */
    private static List<Configuration> list(ConfigurationAdmin admin, @Nullable String filter) {
        try {
            return Optional.ofNullable(admin.listConfigurations(filter))
                    .map(List::of)
                    .orElse(List.of());
        } catch (IOException | IllegalStateException | InvalidSyntaxException e) {
            LOG.warn("Configurations could not be listed: {}", filter, e);
            return List.of();
        }
    }
}
