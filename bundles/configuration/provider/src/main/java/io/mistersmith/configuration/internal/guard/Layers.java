package io.mistersmith.configuration.internal.guard;

import io.mistersmith.configuration.internal.files.ConfigFile;
import io.mistersmith.configuration.internal.files.ConfigFolder;
import io.mistersmith.configuration.internal.files.TextJudge;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The first stage: puts a configuration's values together. Lowest first: the file of {@code etc/}, the file of the read-only
 * folder, what a program set while the container runs. (Defaults are below all of them, and the guard puts the environment
 * below what was set while running.)
 *
 * <p>What a program set is told from an edit by the file's text: a stored value that changes to something else than the file
 * says was set. It stays in force, also when other keys of the file are edited, until its own key is edited in a file, or the
 * container stops. Only where every key is described; others pass. Thread-safe.
 */
public final class Layers {

    /** By then File Install, which looks every 400 ms, has seen the last of what was written. */
    static final Duration IN_PLACE = Duration.ofMillis(500);

    /** By then it has taken it, whatever it waits for. */
    private static final Duration READ = Duration.ofSeconds(5);

    private final HomeName home;
    private final ConfigFolder folder;
    private final Charset encoding;
    private final TextJudge judge;
    private final Map<String, Seen> seen = new HashMap<>(); // guarded by this
    private final Set<String> kept = new HashSet<>(); // guarded by this
    private @Nullable Quiet quiet; // guarded by this

    /** What is needed to wait for a file. */
    private record Quiet(Clock clock, Delay delay, Consumer<String> redeliver) {}

    /** A value that a program set, null when it took the key away, what the files said then, whether it was surely a program. */
    private record Setting(@Nullable Object value, @Nullable String below, boolean sure) {

        void put(Map<String, Object> merged, String key) {
            merged.remove(key);
            if (value != null) {
                merged.put(key, value);
            }
        }
    }

    /** What was handed out last for a PID. */
    private static final class Seen {
        final Map<String, Setting> overrides = new LinkedHashMap<>();
        Map<String, Object> given = Map.of();
        Map<String, Object> stored;
        boolean held;

        /** Of the file; another one when the file was replaced as a whole. */
        @Nullable
        Object key;

        ConfigFolder.@Nullable Entry folder;

        @Nullable
        FileTime modified;

        /** The time of the file when what is stored was seen to be of it. */
        @Nullable
        FileTime taken;

        Seen(Map<String, Object> stored, ConfigFolder.@Nullable Entry folder) {
            this.stored = stored;
            this.folder = folder;
        }

        boolean isSure(String key) {
            Setting override = overrides.get(key);
            return override == null || override.sure();
        }

        void file(@Nullable BasicFileAttributes attributes) {
            modified = attributes == null ? null : attributes.lastModifiedTime();
            key = attributes == null ? null : attributes.fileKey();
        }
    }

    /**
     * @param encoding of values in the files
     * @param variables that files may name, null for those that are not set
     */
    public Layers(HomeName home, ConfigFolder folder, Charset encoding, Function<String, @Nullable String> variables) {
        this.home = home;
        this.folder = folder;
        this.encoding = encoding;
        this.judge = new TextJudge(encoding, variables);
    }

    /** Holds files that are being written until they are quiet; before this, none are held. */
    public synchronized void hold(Clock clock, Delay delay, Consumer<String> redeliver) {
        quiet = new Quiet(clock, delay, redeliver);
    }

    /** A PID without a file whose values are from an earlier run, so that everything of now wins over them. */
    public synchronized void kept(String pid) {
        kept.add(pid);
    }

    /** Forgets a PID whose configuration was deleted. */
    public synchronized void deleted(String pid) {
        seen.remove(pid);
        kept.remove(pid);
    }

    /** The properties of all layers, when these are stored; container keys such as {@code service.pid} are kept. */
    public synchronized Map<String, Object> merge(Target target, Map<String, Object> stored) {
        Seen last = seen.get(target.pid());
        Map<String, Object> merged;
        if (last != null && isBeingWritten(target, last, stored)) {
            merged = Values.withContainers(last.given, stored);
        } else {
            last = follow(target, stored);
            last.given = stored;
            merged = new LinkedHashMap<>(stored);
        }
        if (last.folder != null) {
            merged.putAll(last.folder.values());
        }
        last.overrides.forEach((key, override) -> override.put(merged, key));
        return merged;
    }

    /** What the layers would be if this were the text of the file; what a program set ends for the keys that it edits. */
    synchronized Preview.Draft draft(Target target, ConfigFile file) {
        ConfigFolder.Entry entry = folder.get(target.fileName());
        Map<String, Object> merged = new LinkedHashMap<>(judge.values(file));
        if (entry != null) {
            merged.putAll(entry.values());
        }
        Map<String, Setting> overrides = new HashMap<>();
        Seen last = seen.get(target.pid());
        if (last != null) {
            Map<String, String> texts = file.values(encoding);
            overrides.putAll(last.overrides);
            overrides.entrySet().removeIf(o -> isEdited(o, texts, entry));
            overrides.forEach((key, override) -> override.put(merged, key));
        }
        return new Preview.Draft(new Sources(home, target, file, entry, overrides.keySet()), merged);
    }

    /**
     * Whether a file that is written in place was changed a moment ago, so that it may be half written though its last line is
     * whole. File Install takes a file that it knows at first sight. It is handed out when it is quiet.
     */
    private boolean isBeingWritten(Target target, Seen last, Map<String, Object> stored) {
        Path file = target.file();
        Quiet present = quiet;
        if (present == null || file == null || last.stored.equals(Values.settings(stored))) {
            return false;
        }
        BasicFileAttributes attributes = target.attributes();
        if (attributes == null
                || attributes.lastModifiedTime().equals(last.modified)
                || !Objects.equals(attributes.fileKey(), last.key)) {
            return false;
        }
        long left = IN_PLACE.toMillis()
                - (present.clock().millis() - attributes.lastModifiedTime().toMillis());
        if (left <= 0 || left > IN_PLACE.toMillis()) {
            return false;
        }
        if (!last.held) {
            last.held = true;
            present.delay().after(Duration.ofMillis(left), () -> {
                synchronized (this) {
                    last.held = false;
                }
                present.redeliver().accept(target.pid());
            });
        }
        return true;
    }

    /** Whether the folder has a file for a configuration. */
    public boolean inFolder(Target target) {
        return folder.exists() && folder.get(target.fileName()) != null;
    }

    /** The texts behind a configuration. */
    public synchronized Sources sources(Target target) {
        return new Sources(home, target, folder.get(target.fileName()), overridden(target.pid()));
    }

    /** What the texts behind a configuration are refused for. */
    List<Sources.Placed> faults(Target target, Sources sources) {
        return sources.faults(judge, target.designate().complete());
    }

    /** Lines of those texts that a later one makes void. */
    List<Sources.Placed> duplicates(Sources sources) {
        return sources.duplicates(judge);
    }

    /** Whether a program set a key while the container runs. */
    synchronized boolean isRunTime(String pid, String key) {
        return overridden(pid).contains(key);
    }

    private Set<String> overridden(String pid) {
        Seen last = seen.get(pid);
        return last == null ? Set.of() : last.overrides.keySet();
    }

    private Seen follow(Target target, Map<String, Object> stored) {
        Seen last = seen.get(target.pid());
        ConfigFolder.Entry entry = folder.get(target.fileName());
        Map<String, Object> settings = Values.settings(stored);
        if (last == null) {
            last = new Seen(settings, entry);
            last.file(target.attributes());
            last.taken = last.modified;
            seen.put(target.pid(), last);
            if (target.file() == null && target.designate().complete() && !kept.contains(target.pid())) {
                for (String key : settings.keySet()) {
                    last.overrides.put(key, new Setting(stored.get(key), below(key, Map.of(), entry), true));
                }
            }
        } else if (!last.stored.equals(settings)) {
            stored(target, last, settings, stored, entry);
        } else if (!Objects.equals(last.folder, entry)) {
            Map<String, String> file = texts(target);
            last.folder = entry;
            last.overrides.entrySet().removeIf(o -> isEdited(o, file, entry));
        }
        return last;
    }

    /** Config Admin has other values than before: which were edited, and which set? */
    private void stored(
            Target target,
            Seen last,
            Map<String, Object> settings,
            Map<String, Object> stored,
            ConfigFolder.@Nullable Entry entry) {
        FileTime before = last.modified;
        last.file(target.attributes());
        Map<String, String> file = texts(target);
        boolean rewritten = !Objects.equals(before, last.modified);
        boolean settled = Objects.equals(last.taken, last.modified) || isRead(last.modified);
        boolean behind = false;
        Set<String> keys = new HashSet<>(settings.keySet());
        keys.addAll(last.stored.keySet());
        keys.removeIf(key -> Objects.equals(settings.get(key), last.stored.get(key)));
        for (String key : keys) {
            boolean sure = settled || Values.isFrom(file.get(key), last.stored.get(key));
            if (target.designate().complete() && !Values.isFrom(file.get(key), settings.get(key))) {
                last.overrides.put(key, new Setting(stored.get(key), below(key, file, entry), sure));
                behind |= !sure;
            } else if (!rewritten || !last.isSure(key)) {
                last.overrides.remove(key); // set back to what the file says, or read from it by now
            }
        }
        last.taken = behind ? last.taken : last.modified;
        last.overrides.entrySet().removeIf(o -> isEdited(o, file, entry));
        last.stored = settings;
        last.folder = entry;
    }

    /** Whether File Install had the time to read a file of this age; else it may be a text behind. */
    private boolean isRead(@Nullable FileTime modified) {
        return quiet != null && modified != null && quiet.clock().millis() - modified.toMillis() > READ.toMillis();
    }

    private static boolean isEdited(
            Map.Entry<String, Setting> override, Map<String, String> file, ConfigFolder.@Nullable Entry entry) {
        return !Objects.equals(override.getValue().below(), below(override.getKey(), file, entry));
    }

    private static @Nullable String below(String key, Map<String, String> file, ConfigFolder.@Nullable Entry entry) {
        String value = entry == null ? null : entry.values().get(key);
        return value == null ? file.get(key) : value;
    }

    private Map<String, String> texts(Target target) {
        return target.file() == null ? Map.of() : ConfigFile.read(target.file()).values(encoding);
    }
}
