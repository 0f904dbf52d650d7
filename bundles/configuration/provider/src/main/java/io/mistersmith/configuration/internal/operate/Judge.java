package io.mistersmith.configuration.internal.operate;

import io.mistersmith.configuration.ConfigurationProblem;
import io.mistersmith.configuration.internal.files.CfgText;
import io.mistersmith.configuration.internal.files.ConfigFile;
import io.mistersmith.configuration.internal.guard.Preview;
import io.mistersmith.configuration.internal.guard.Target;
import io.mistersmith.configuration.internal.schema.Designate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks the guard what it would say of a text, before that is in any file. */
public final class Judge {

    private final Configured configured;
    private final Preview preview;

    public Judge(Configured configured, Preview preview) {
        this.configured = configured;
        this.preview = preview;
    }

    /**
     * What is wrong with a text for this PID; of one that no bundle describes what nobody can read, and of values that have
     * types of their own ({@code I"5"}) the text only.
     */
    Verdict of(String pid, CfgText text, Path file) {
        ConfigFile whole = ConfigFile.of(new String(text.bytes(), StandardCharsets.ISO_8859_1));
        Optional<Target> known = configured.target(pid);
        if (known.isEmpty()) {
            return new Verdict(
                    preview.unreadable(new Target(pid, Designate.none(pid, pid.contains("~")), file), whole));
        }
        Target target = new Target(pid, known.get().designate(), file);
        Map<String, Object> inForce = configured.inForce(pid);
        Map<String, Object> good = inForce.isEmpty() ? null : inForce;
        if (text.isTyped()) {
            return new Verdict(preview.text(target, whole, good));
        }
        Preview.Told told = preview.of(target, whole, good);
        return new Verdict(told.refused(), told.unknown(), told.duplicates());
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
                .filter(problem -> problem.pid().equals(pid) && problem.refused())
                .toList();
    }
}
