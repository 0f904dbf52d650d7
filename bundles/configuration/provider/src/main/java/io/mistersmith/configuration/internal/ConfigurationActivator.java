package io.mistersmith.configuration.internal;

import io.mistersmith.configuration.ConfigurationProblems;
import io.mistersmith.configuration.ConfigurationValidator.Finding;
import io.mistersmith.configuration.Configurations;
import io.mistersmith.configuration.internal.apply.Applying;
import io.mistersmith.configuration.internal.apply.DrainHooks;
import io.mistersmith.configuration.internal.bind.Bindings;
import io.mistersmith.configuration.internal.bind.BundleConfigurations;
import io.mistersmith.configuration.internal.bind.PassedValues;
import io.mistersmith.configuration.internal.events.BusFollower;
import io.mistersmith.configuration.internal.events.Rejections;
import io.mistersmith.configuration.internal.files.ConfigFolder;
import io.mistersmith.configuration.internal.files.Edits;
import io.mistersmith.configuration.internal.files.LastGood;
import io.mistersmith.configuration.internal.files.MissedFiles;
import io.mistersmith.configuration.internal.guard.EnvironmentOverrides;
import io.mistersmith.configuration.internal.guard.Guard;
import io.mistersmith.configuration.internal.guard.HomeName;
import io.mistersmith.configuration.internal.guard.Layers;
import io.mistersmith.configuration.internal.guard.ProblemList;
import io.mistersmith.configuration.internal.guard.Rules;
import io.mistersmith.configuration.internal.intake.FileGates;
import io.mistersmith.configuration.internal.rules.ValidatorFollower;
import io.mistersmith.configuration.internal.secrets.SecretStore;
import io.mistersmith.configuration.internal.secrets.Secrets;
import java.io.File;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationPlugin;
import org.osgi.service.cm.SynchronousConfigurationListener;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wires the guard and the services around it.
 *
 * <p>An activator, not a component: the guard must stand before the Service Component Runtime configures anything. Config
 * Admin waits for it, since the container's {@code felix.cm.config.plugins} names its {@value #GUARD_ID}.
 */
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>=\"io.mistersmith.configuration.Configurations\"")
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>=\"io.mistersmith.configuration.ConfigurationProblems\"")
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>=\"org.osgi.service.cm.ConfigurationPlugin\"")
public final class ConfigurationActivator implements BundleActivator {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationActivator.class);
    private static final String ENVIRONMENT = "env:";

    /** Whatever changes values on their way. */
    private static final String PLUGINS = "(objectClass=org.osgi.service.cm.ConfigurationPlugin)";

    static final String GUARD_ID = "io.mistersmith.configuration.guard";

    /** After Karaf's interpolation (500), so that placeholders are filled in when values are checked. */
    private static final int RANKING = 600;

    /**
     * Before what waited is handed out. The Service Component Runtime reads the values, then the count of changes; were that
     * one more by then, it would take the old values for the newest.
     */
    private static final Duration READ = Duration.ofMillis(50);

    /** Before the last good values are written, so that several changes of a PID are one. */
    private static final Duration LATER = Duration.ofMillis(500);

    private final ConfigurationWorker worker = new ConfigurationWorker();
    private @Nullable LastGood lastGood;
    private @Nullable ServiceTracker<ConfigurationAdmin, ConfigurationAdmin> admins;
    private @Nullable DrainHooks hooks;
    private @Nullable ValidatorFollower validators;
    private @Nullable BusFollower buses;

    @Override
    public void start(BundleContext context) throws InvalidSyntaxException {
        File base = folder(context, "karaf.base", ".");
        PluginLocation plugins = new PluginLocation(base.toPath().resolve("deploy"));
        MetatypeIndex metatypes = new MetatypeIndex(bundle -> isOurs(bundle) || plugins.holds(bundle.getLocation()));
        EnvironmentOverrides environment = new EnvironmentOverrides(System.getenv(), metatypes::all);
        File etc = folder(context, "karaf.etc", new File(base, "etc").getPath());
        Path data =
                folder(context, "karaf.data", new File(base, "data").getPath()).toPath();
        String home = property(context, "mistersmith.home.name", base.getName());
        Charset encoding = encoding(context);
        ConfigFolder folder = new ConfigFolder(configPath(context), encoding, context::getProperty);
        OperatorWiring operator = new OperatorWiring(
                context,
                new OperatorWiring.Place(etc.toPath(), data, encoding, new HomeName(home)),
                metatypes,
                environment,
                folder);
        operator.takeBack();
        ConfigurationKeeper keeper = new ConfigurationKeeper(etc, encoding, environment);
        PassedValues passed = new PassedValues(keeper::find);
        metatypes.onChange(passed::changed);
        context.addServiceListener(
                event -> {
                    passed.changed();
                    worker.execute(passed::changed); // one that goes is asked until this event is over
                },
                PLUGINS);
        Layers layers = new Layers(new HomeName(home), folder, encoding, variables(context));
        layers.hold(Clock.systemUTC(), worker, keeper::redeliver);
        Edits edits = new Edits(etc.toPath(), Clock.systemUTC());
        ProblemList problems = new ProblemList(environment::problems, edits);
        LastGood good =
                new LastGood(data.resolve("configuration").resolve("last-good"), work -> worker.after(LATER, work));
        lastGood = good;
        Guard guard = new Guard(good, layers, environment, problems, worker, keeper::redeliver);
        Targets targets = new Targets(metatypes, layers);
        LogLevels levels = new LogLevels(worker, () -> keeper.redeliver(LogLevels.PID));
        Secrets secrets = new Secrets(new SecretStore(secretFolders(data), System.getenv()));
        DrainHooks drains = new DrainHooks(context);
        ValueUsers users = new ValueUsers(metatypes, keeper, drains, passed);
        Applying applying =
                new Applying(users, worker, pid -> worker.after(READ, () -> keeper.redeliver(pid)), Clock.systemUTC());
        problems.waiting(applying::waiting);
        SecretPlugin filler = new SecretPlugin(secrets, worker, keeper::redeliver);
        GuardPlugin plugin = new GuardPlugin(targets, guard, applying, edits, levels, filler);
        FolderWatch watch = new FolderWatch(folder, keeper, problems, operator.authors(), worker, Clock.systemUTC());
        watch.start();
        Bindings bindings = new Bindings(
                passed::of,
                metatypes::designate,
                (pid, key, reason) -> {
                    targets.of(null, passed.of(pid))
                            .ifPresent(target -> guard.refuse(target, key, secrets.mask(reason)));
                    applying.forget(pid);
                    passed.changed(pid);
                },
                users,
                drains::pool);
        users.connect(applying, bindings);
        AdminFollower.Stages stages = new AdminFollower.Stages(layers, guard, applying, levels);
        BundleWatcher watcher = new BundleWatcher(metatypes, keeper, stages, bindings, plugins);
        context.addBundleListener(watcher);
        watcher.catchUp(context);
        Rejections rejections = new Rejections(worker);
        problems.onRejected(rejections::add);
        validators = new ValidatorFollower(context, pids -> worker.execute(() -> guard.recheck(pids)));
        Rules rules = validators.rules();
        guard.rules((pid, values) -> rules.findings(pid, values).stream()
                .map(finding -> new Finding(finding.key(), secrets.mask(finding.reason())))
                .toList());
        validators.open();
        buses = new BusFollower(context, rejections);
        buses.open();
        MissedFiles missed = new MissedFiles(etc.toPath());
        gate(
                context,
                etc,
                new FileJudge(targets, guard, keeper, edits, worker),
                file -> missed.taken(file.toPath()),
                keeper.storing());
        new EtcWatch(missed, operator.configurations(), worker).start();
        context.registerService(ConfigurationProblems.class, problems, null);
        context.registerService(Configurations.class.getName(), perBundle(bindings), null);
        operator.start(
                guard::explain,
                problems,
                guard.preview((target, values) -> operator.filledIn(filler, target, values)),
                worker,
                users::apply,
                bindings::users);
        AdminFollower follower = new AdminFollower(
                context,
                worker,
                new AdminFollower.Described(metatypes, keeper),
                stages,
                watch,
                new AdminFollower.Users(bindings, passed));
        context.registerService(SynchronousConfigurationListener.class, follower, null);
        admins = new ServiceTracker<>(context, ConfigurationAdmin.class, follower);
        admins.open();
        drains.open();
        hooks = drains;
        context.registerService(
                ConfigurationPlugin.class,
                new MergePlugin(targets, layers),
                FrameworkUtil.asDictionary(Map.of(ConfigurationPlugin.CM_RANKING, MergePlugin.RANKING)));
        context.registerService(
                ConfigurationPlugin.class,
                filler,
                FrameworkUtil.asDictionary(Map.of(ConfigurationPlugin.CM_RANKING, SecretPlugin.RANKING)));
        context.registerService(
                ConfigurationPlugin.class,
                plugin,
                FrameworkUtil.asDictionary(
                        Map.of(ConfigurationPlugin.CM_RANKING, RANKING, "config.plugin.id", GUARD_ID)));
    }

    @Override
    public void stop(BundleContext context) {
        if (hooks != null) {
            hooks.close();
        }
        if (admins != null) {
            admins.close();
        }
        if (validators != null) {
            validators.close();
        }
        if (buses != null) {
            buses.close();
        }
        if (lastGood != null) {
            lastGood.close();
        }
        worker.close();
    }

    /** Before File Install reads anything, where there is one; its package may not be there on another framework. */
    private static void gate(BundleContext context, File etc, FileJudge judge, Consumer<File> asked, Object storing) {
        try {
            FileGates.open(context, etc, judge, asked, storing);
        } catch (LinkageError e) {
            LOG.info("There is no File Install, so no files are read: {}", e.toString());
        }
    }

    /** The mounted ones first. */
    private static List<Path> secretFolders(Path data) {
        List<Path> folders = new ArrayList<>();
        String mounted = System.getenv("MS_FRAMEWORK_SECRETS_PATH");
        if (mounted != null && !mounted.isBlank()) {
            folders.add(Path.of(mounted.strip()).toAbsolutePath());
        }
        folders.add(data.resolve("secrets"));
        return folders;
    }

    /** What File Install puts in the place of variables. */
    private static Function<String, @Nullable String> variables(BundleContext context) {
        return name -> name.startsWith(ENVIRONMENT)
                ? System.getenv(name.substring(ENVIRONMENT.length()))
                : context.getProperty(name);
    }

    private static boolean isOurs(Bundle bundle) {
        String name = bundle.getSymbolicName();
        return name != null && name.startsWith("io.mistersmith.");
    }

    private static ServiceFactory<Configurations> perBundle(Bindings bindings) {
        return new ServiceFactory<>() {
            @Override
            public Configurations getService(Bundle bundle, ServiceRegistration<Configurations> registration) {
                return new BundleConfigurations(bindings, bundle);
            }

            @Override
            public void ungetService(
                    Bundle bundle, ServiceRegistration<Configurations> registration, Configurations service) {
                // what the bundle bound ends when it stops, not when it lets go of the service
            }
        };
    }

    /** The read-only folder whose files win over those of {@code etc/}; null when there is none. */
    private static @Nullable Path configPath(BundleContext context) {
        String fromEnvironment = System.getenv("MS_FRAMEWORK_CONFIG_PATH");
        String path = fromEnvironment == null ? context.getProperty("mistersmith.config.path") : fromEnvironment;
        return path == null || path.isBlank() ? null : Path.of(path.strip()).toAbsolutePath();
    }

    /** As File Install reads a .cfg. */
    private static Charset encoding(BundleContext context) {
        return Charset.forName(property(context, "felix.fileinstall.configEncoding", "ISO-8859-1"));
    }

    private static File folder(BundleContext context, String name, String otherwise) {
        return new File(property(context, name, otherwise));
    }

    private static String property(BundleContext context, String name, String otherwise) {
        String value = context.getProperty(name);
        return value == null ? otherwise : value;
    }
}
