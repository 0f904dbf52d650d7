package io.mistersmith.configuration.internal.operate;

import io.mistersmith.configuration.ConfigurationProblem;
import io.mistersmith.configuration.internal.files.CfgText;
import io.mistersmith.configuration.internal.files.ConfigFile;
import io.mistersmith.configuration.internal.files.TextFault;
import io.mistersmith.configuration.internal.files.TextJudge;
import io.mistersmith.configuration.internal.guard.HomeName;
import io.mistersmith.configuration.internal.guard.Preview;
import io.mistersmith.configuration.internal.guard.Target;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says what the guard would say of a text, before it is in any file. */
public final class Judge {

    private final Configured configured;
    private final HomeName home;
    private final TextJudge texts;

    /** @param texts says what the text itself is refused for */
    public Judge(Configured configured, HomeName home, TextJudge texts) {
        this.configured = configured;
        this.home = home;
        this.texts = texts;
    }

    /** What is wrong with a text for this PID; nothing where no bundle describes it, or the values have types of their own. */
    Verdict of(String pid, CfgText text, Path file) {
        Optional<Target> described = configured.target(pid);
        ConfigFile whole = ConfigFile.of(new String(text.bytes(), StandardCharsets.ISO_8859_1));
        List<ConfigurationProblem> unreadable = texts.faults(whole).stream()
                .map(fault -> problem(pid, file, fault))
                .toList();
        if (!unreadable.isEmpty()) {
            return new Verdict(unreadable, List.of());
        }
        if (described.isEmpty() || text.isTyped()) {
            return Verdict.GOOD;
        }
        Target target = new Target(described.get().pid(), described.get().designate(), file);
        Map<String, Object> given = new LinkedHashMap<>(configured.resolved(pid, new LinkedHashMap<>(text.values())));
        // what a placeholder stands for may come later than this look; when it is wrong, the guard says so
        given.values()
                .removeIf(value ->
                        value.toString().contains("${") || value.toString().contains("$["));
        Map<String, Object> inForce = configured.inForce(pid);
        Preview preview = new Preview(home, target, given, text.text(), inForce.isEmpty() ? null : inForce);
        return new Verdict(preview.refused(), preview.unknown());
    }

    private ConfigurationProblem problem(String pid, Path file, TextFault fault) {
        String value = !fault.value().isEmpty() && isSecret(pid, fault.key()) ? CfgText.MASK : fault.value();
        return new ConfigurationProblem(
                pid, home.of(file), fault.line(), fault.key(), value, fault.reason(), "The values of before stay.");
    }

    /** Whether a key holds what nobody may read. */
    boolean isSecret(String pid, String key) {
        return Preview.isSecret(configured.target(pid).orElse(null), key);
    }

    /** A fault in a line that says that nothing was done. */
    static String refusal(ConfigurationProblem problem) {
        String end = problem.reason().endsWith("?") ? " " : ". ";
        String line = problem.line() > 0 ? "line " + problem.line() : problem.file();
        String what = problem.key().isEmpty() ? line : problem.key() + "=" + problem.value();
        return what + " " + problem.reason() + end + "Nothing was changed.";
    }

    /** The refused ones among the problems of a PID. */
    static List<ConfigurationProblem> refused(List<ConfigurationProblem> problems, String pid) {
        return problems.stream()
                .filter(problem ->
                        problem.pid().equals(pid) && !problem.inForce().equals(Preview.NO_EFFECT))
                .toList();
    }
}
