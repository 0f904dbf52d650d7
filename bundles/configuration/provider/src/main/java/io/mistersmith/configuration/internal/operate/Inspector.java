package io.mistersmith.configuration.internal.operate;

import io.mistersmith.configuration.internal.files.CfgText;
import io.mistersmith.configuration.internal.files.ConfigFile;
import io.mistersmith.configuration.internal.files.DefaultFile;
import io.mistersmith.configuration.internal.files.UrlPasswords;
import io.mistersmith.configuration.internal.guard.Explained;
import io.mistersmith.configuration.internal.guard.HomeName;
import io.mistersmith.configuration.internal.guard.Origin;
import io.mistersmith.configuration.internal.guard.Target;
import io.mistersmith.configuration.internal.history.History;
import io.mistersmith.configuration.internal.history.Revision;
import io.mistersmith.configuration.internal.schema.Attribute;
import io.mistersmith.configuration.internal.schema.Designate;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;

/** Shows settings: values in force and where they come from, what a text would change, what was changed. */
public final class Inspector {

    private final Configured configured;
    private final Judge judge;
    private final History history;
    private final HomeName home;
    private final BiFunction<Target, Map<String, Object>, List<Explained>> explain;
    private final Charset charset;

    /** @param explain where the values in force of a PID come from */
    public Inspector(
            Configured configured,
            Judge judge,
            History history,
            HomeName home,
            BiFunction<Target, Map<String, Object>, List<Explained>> explain,
            Charset charset) {
        this.configured = configured;
        this.judge = judge;
        this.history = history;
        this.home = home;
        this.explain = explain;
        this.charset = charset;
    }

    /** A key's value in force. */
    public record Value(String key, String value, String source) {}

    /** A key that differs; empty where it is not set. */
    public record Difference(String key, String before, String after) {}

    /** What a text would do. */
    public record Outlook(String pid, Verdict verdict, List<Difference> changes) {}

    public List<String> pids() {
        return configured.pids();
    }

    /** The keys that a PID has, for completion. */
    public List<String> keys(String pid) {
        return values(pid).stream().map(Value::key).toList();
    }

    public History history() {
        return history;
    }

    /** How a file is called. */
    public String name(Path file) {
        return home.of(file);
    }

    /** The name of the file of a PID; {@code -} when there is none. */
    public String file(String pid) {
        Path file = configured.file(pid);
        return Files.exists(file) ? home.of(file) : "-";
    }

    /** Every key with its value and where that comes from; empty when nobody knows the PID. */
    public List<Value> values(String pid) {
        Optional<Target> target = configured.target(pid);
        Map<String, Object> inForce = configured.inForce(pid);
        if (target.isPresent()) {
            return explain.apply(target.get(), inForce).stream()
                    .filter(one -> !one.key().startsWith("osgi.ds."))
                    .map(one -> value(pid, one.key(), one.value(), source(one)))
                    .toList();
        }
        Path path = configured.file(pid);
        ConfigFile file = ConfigFile.read(path);
        return new TreeMap<>(inForce)
                .entrySet().stream()
                        .map(one ->
                                value(pid, one.getKey(), Shown.value(one.getValue()), source(one.getKey(), path, file)))
                        .toList();
    }

    private static String source(Explained one) {
        boolean unset =
                one.origin().kind() == Origin.Kind.DEFAULT && one.value().isEmpty();
        String waits = one.waiting().isEmpty() ? "" : ", " + one.waiting() + " waits";
        return (unset ? "not set" : one.origin().words()) + waits;
    }

    private String source(String key, Path path, ConfigFile file) {
        int line = file.lineOf(key).orElse(0);
        return line > 0 ? home.of(path) + ":" + line : "run-time";
    }

    private Value value(String pid, String key, String shown, String source) {
        boolean secret = !shown.isEmpty() && judge.isSecret(pid, key);
        return new Value(key, secret ? CfgText.MASK : UrlPasswords.masked(shown), source);
    }

    /** What the guard would say of a file, and what would differ from the file that is in force. */
    public Outlook check(String pid, Path candidate) throws IOException {
        CfgText text = read(candidate);
        Path now = configured.file(pid);
        CfgText before = CfgText.of(Files.exists(now) ? Files.readAllBytes(now) : new byte[0], charset);
        return new Outlook(pid, judge.of(pid, text, candidate), differences(pid, before, text));
    }

    /** The text of a file that is a candidate. */
    public CfgText read(Path candidate) throws IOException {
        if (!Files.isRegularFile(candidate) || Files.size(candidate) > Recorder.MOST_BYTES) {
            throw new RefusedException(candidate + " is no file of at most 1 MiB. Say the path of a .cfg.");
        }
        return CfgText.of(Files.readAllBytes(candidate), charset);
    }

    /** The file of a PID; it need not exist. */
    public Path path(String pid) {
        return configured.file(pid);
    }

    /** The PID that a file of this name configures. */
    public static String pid(Path file) {
        String name = String.valueOf(file.getFileName());
        String pid = name.endsWith(".cfg") ? name.substring(0, name.length() - ".cfg".length()) : name;
        return pid.contains("~") ? pid : pid.replaceFirst("-", "~");
    }

    /** The .cfg files of the home. */
    public List<Path> files() throws IOException {
        return configured.files();
    }

    /** The PID that somebody means who types its file's name, or an instance as in that. */
    public String meant(String typed) {
        if (configured.target(typed).isPresent() || !configured.stored(typed).isEmpty()) {
            return typed;
        }
        return pid(Path.of(typed));
    }

    /** The file's text of a PID as a revision: what is on disk now. */
    public String textNow(String pid) throws IOException {
        Path file = configured.file(pid);
        return Files.exists(file)
                ? CfgText.of(Files.readAllBytes(file), charset)
                        .masked(key -> judge.isSecret(pid, key))
                        .text()
                : "";
    }

    /** What differs between two texts, secrets masked. */
    public List<Difference> differences(String pid, String before, String after) {
        return differences(pid, CfgText.of(before, charset), CfgText.of(after, charset));
    }

    private List<Difference> differences(String pid, CfgText before, CfgText after) {
        Map<String, String> old = before.values();
        Map<String, String> fresh = after.values();
        TreeSet<String> keys = new TreeSet<>(old.keySet());
        keys.addAll(fresh.keySet());
        keys.removeIf(key -> key.startsWith("felix.fileinstall.") || key.startsWith("service."));
        return keys.stream()
                .filter(key -> !old.getOrDefault(key, "").equals(fresh.getOrDefault(key, ""))
                        || old.containsKey(key) != fresh.containsKey(key))
                .map(key -> new Difference(
                        key,
                        value(pid, key, old.getOrDefault(key, ""), "").value(),
                        value(pid, key, fresh.getOrDefault(key, ""), "").value()))
                .toList();
    }

    /** A revision, with an error that helps when there is none. */
    public Revision revision(String pid, int number) {
        return history.of(pid, number)
                .orElseThrow(() -> new RefusedException(
                        pid + " has no revision " + number + ". cfg:history " + pid + " shows those it has."));
    }

    /** What the bundle's metatype says of each key. */
    public List<Attribute> docs(String pid) {
        return designate(pid).schema().attributes();
    }

    /** The commented .cfg of a PID with its defaults. */
    public String template(String pid) {
        return new DefaultFile(pid, designate(pid).schema()).text();
    }

    private Designate designate(String pid) {
        return configured
                .target(pid)
                .map(Target::designate)
                .orElseThrow(() -> new RefusedException(
                        "No installed bundle describes " + pid + ". cfg:show lists the PIDs there are."));
    }
}
