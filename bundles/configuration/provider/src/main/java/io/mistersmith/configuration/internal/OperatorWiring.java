package io.mistersmith.configuration.internal;

import io.mistersmith.configuration.ConfigurationProblems;
import io.mistersmith.configuration.internal.files.CfgEditor;
import io.mistersmith.configuration.internal.files.CfgText;
import io.mistersmith.configuration.internal.files.ConfigFolder;
import io.mistersmith.configuration.internal.guard.EnvironmentOverrides;
import io.mistersmith.configuration.internal.guard.Explained;
import io.mistersmith.configuration.internal.guard.HomeName;
import io.mistersmith.configuration.internal.guard.Preview;
import io.mistersmith.configuration.internal.guard.Target;
import io.mistersmith.configuration.internal.history.History;
import io.mistersmith.configuration.internal.history.PendingFile;
import io.mistersmith.configuration.internal.history.PendingFiles;
import io.mistersmith.configuration.internal.operate.Author;
import io.mistersmith.configuration.internal.operate.Authors;
import io.mistersmith.configuration.internal.operate.Changer;
import io.mistersmith.configuration.internal.operate.Configured;
import io.mistersmith.configuration.internal.operate.Inspector;
import io.mistersmith.configuration.internal.operate.Judge;
import io.mistersmith.configuration.internal.operate.Operator;
import io.mistersmith.configuration.internal.operate.Recorder;
import io.mistersmith.configuration.internal.operate.Saves;
import io.mistersmith.configuration.internal.operate.Unconfirmed;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.SynchronousConfigurationListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires what an operator has: the history, which hears of every change, and the commands. */
final class OperatorWiring {

    private static final Logger LOG = LoggerFactory.getLogger(OperatorWiring.class);

    /** The log is configured after this bundle has started. */
    private static final Duration LOG_IS_THERE = Duration.ofSeconds(5);

    private final BundleContext context;
    private final Place place;
    private final PresentConfigurations configurations;
    private final Authors authors = new Authors();
    private final CfgEditor editor = new CfgEditor();
    private final History history;
    private final Recorder recorder;
    private final PendingFiles pending;
    private final List<String> takenBack = new ArrayList<>();

    /** Where files are, and how they are read. */
    record Place(Path etc, Path data, Charset charset, HomeName home) {}

    OperatorWiring(
            BundleContext context,
            Place place,
            MetatypeIndex metatypes,
            EnvironmentOverrides environment,
            ConfigFolder folder) {
        this.context = context;
        this.place = place;
        configurations = new PresentConfigurations(context, metatypes, place.etc());
        Path own = place.data().resolve("configuration");
        history = new History(own.resolve("history"), Clock.systemUTC());
        recorder = new Recorder(
                history,
                authors,
                place.charset(),
                (pid, key) -> Preview.isSecret(configurations.described(pid).orElse(null), key),
                place.home()::of,
                new Recorder.Above(pid -> values(folder, pid), pid -> variables(environment, pid)));
        pending = new PendingFiles(own.resolve("unconfirmed"));
    }

    /** Takes back what was not confirmed before the container ended; to be called before any file is read. */
    void takeBack() {
        for (PendingFile change : pending.list()) {
            try {
                editor.edit(change.file(), now -> change.before());
                byte[] before = change.before();
                Map<String, Object> settings = before == null
                        ? null
                        : new LinkedHashMap<>(
                                CfgText.of(before, place.charset()).values());
                authors.as(
                        new Author("container", "taken back: not confirmed before a restart"),
                        () -> recorder.changed(change.pid(), settings, before == null ? null : change.file()));
                pending.delete(change.pid());
                takenBack.add(place.home().of(change.file()) + " is as before the change by " + change.by()
                        + ", which was not confirmed before the restart");
            } catch (IOException e) {
                LOG.error("{} holds a change that nobody confirmed and could not be taken back", change.file(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Registers what the commands use.
     *
     * @param explain where the values in force of a PID come from
     * @param preview what the guard would say of a text
     * @param staged puts values in force that wait for their next use
     * @param bound the bundles that have bound values of a PID
     */
    void start(
            BiFunction<Target, Map<String, Object>, List<Explained>> explain,
            ConfigurationProblems problems,
            Preview preview,
            ConfigurationWorker worker,
            Predicate<String> staged,
            Function<String, List<String>> bound) {
        Judge judge = new Judge(configurations, preview);
        Changer changer = new Changer(
                configurations, judge, editor, new Changer.Log(authors, history, recorder), problems, place.charset());
        Unconfirmed unconfirmed = new Unconfirmed(
                pending,
                changer,
                new UnhealthyChecks(context),
                worker,
                work -> pool(worker).execute(work),
                Clock.systemUTC(),
                System::nanoTime);
        Inspector inspector = new Inspector(configurations, judge, history, place.home(), explain, place.charset());
        worker.after(LOG_IS_THERE, this::afterStart);
        Saves saves = new Saves(worker, Clock.systemUTC());
        context.registerService(SynchronousConfigurationListener.class, event -> changed(saves, event), null);
        context.registerService(
                Operator.class,
                new Operator(inspector, changer, unconfirmed, new Effects(context, bound), staged),
                null);
    }

    /** The configurations as they are, and how a file is taken. */
    Configured configurations() {
        return configurations;
    }

    /** What the configuration plugins before the guard make of values. */
    Map<String, Object> filledIn(SecretPlugin secrets, Target target, Map<String, Object> values) {
        Map<String, Object> filled = configurations.resolved(target.pid(), secrets.preview(values));
        secrets.remember(target.designate().schema(), filled);
        return filled;
    }

    Authors authors() {
        return authors;
    }

    private static Map<String, String> values(ConfigFolder folder, String pid) {
        ConfigFolder.Entry entry = folder.exists() ? folder.get(pid.replaceFirst("~", "-") + ".cfg") : null;
        return entry == null ? Map.of() : entry.values();
    }

    private Map<String, String> variables(EnvironmentOverrides environment, String pid) {
        Map<String, String> values = new LinkedHashMap<>();
        configurations.described(pid).ifPresent(target -> environment
                .of(target)
                .forEach(one -> values.put(one.attribute().id(), one.value())));
        return values;
    }

    /** What the log and the history learn a moment after the start. */
    private void afterStart() {
        takenBack.forEach(LOG::warn);
        for (String pid : configurations.pids()) {
            if (recorder.isFromEnvironment(pid)) {
                PresentConfigurations.Stored stored = configurations.withFile(pid);
                try {
                    authors.as(
                            new Author("environment", "at the start"),
                            () -> recorder.changed(pid, stored.settings(), stored.file()));
                } catch (IOException e) {
                    LOG.warn("What the environment changed of {} is not in the history", pid, e);
                }
            }
        }
    }

    private void changed(Saves saves, ConfigurationEvent event) {
        try {
            String pid = event.getPid();
            if (event.getType() == ConfigurationEvent.CM_DELETED) {
                saves.forget(pid);
                configurations.deleted(pid);
                int unused = recorder.changed(pid, null, null);
            } else if (event.getType() == ConfigurationEvent.CM_UPDATED) {
                updated(saves, pid);
            }
        } catch (RuntimeException e) {
            LOG.warn("The change of {} is not in the history", event.getPid(), e);
        }
    }

    /** Who says so changes settings at once; a file when it is quiet, and its values are handed out anew until then. */
    private void updated(Saves saves, String pid) {
        PresentConfigurations.Stored stored = configurations.withFile(pid);
        Author author = authors.current(stored.file());
        Path edited = author.file() == null ? stored.file() : author.file();
        boolean waits = author.isNobody()
                ? saves.isOpen(pid)
                : author.isFile() && edited != null && saves.isOpen(pid, edited, () -> saved(author, pid));
        if (!waits) {
            saves.forget(pid);
            int unused = recorder.changed(author, pid, stored.settings(), stored.file());
        }
    }

    private void saved(Author author, String pid) {
        PresentConfigurations.Stored stored = configurations.withFile(pid);
        int unused = recorder.changed(author, pid, stored.settings(), stored.file());
    }

    /** A pool where health checks may take their time; the one thread of the configuration service while there is none. */
    private Executor pool(ConfigurationWorker worker) {
        try {
            for (ServiceReference<ExecutorService> one :
                    context.getServiceReferences(ExecutorService.class, "(threads.name=blocking)")) {
                @Nullable ExecutorService pool = context.getService(one);
                if (pool != null) {
                    return pool;
                }
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
        return worker;
    }
}
