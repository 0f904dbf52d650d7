package io.mistersmith.configuration.shell;

import io.mistersmith.configuration.ConfigurationProblem;
import io.mistersmith.configuration.internal.operate.Effect;
import io.mistersmith.configuration.internal.operate.Inspector;
import io.mistersmith.configuration.internal.operate.RefusedException;
import io.mistersmith.shell.support.Rows;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code cfg:check [FILE]} is a dry run of a file, or of all files of the home; fails when something is refused. */
@Service
@Command(
        scope = "cfg",
        name = "check",
        description = "Say what the guard would refuse, what would change and who would restart; nothing is changed")
public final class CheckCommand extends CfgCommand {

    @Argument(
            index = 0,
            name = "file",
            description = "A file named as the one it would replace (PID.cfg); without it all files of the home",
            required = false)
    @Nullable
    String file;

    @Override
    public @Nullable Object execute() throws IOException {
        Inspector inspector = operator.inspector();
        List<Path> files =
                file == null ? inspector.files() : List.of(Path.of(file).toAbsolutePath());
        Rows rows = new Rows("pid", "file", "refused", "unknown", "duplicates", "changes", "effects");
        int refused = 0;
        int warnings = 0;
        for (Path one : files) {
            Inspector.Outlook outlook = inspector.check(Inspector.pid(one), one);
            refused += outlook.verdict().refused().size();
            warnings += outlook.verdict().unknown().size()
                    + outlook.verdict().duplicates().size();
            List<Effect> effects =
                    outlook.changes().isEmpty() ? List.of() : operator.effects().apply(outlook.pid());
            if (json) {
                add(rows, one, outlook, effects);
            } else {
                print(outlook, effects, session.getConsole());
            }
        }
        if (json) {
            rows.print(session.getConsole(), true, "");
        } else if (refused + warnings == 0) {
            session.getConsole().println(files.size() + (files.size() == 1 ? " file is good" : " files are good"));
        }
        if (refused > 0) {
            throw new RefusedException(refused + (refused == 1 ? " value is" : " values are")
                    + " refused. Mend them; nothing was changed.");
        }
        return null;
    }

    private static void print(Inspector.Outlook outlook, List<Effect> effects, PrintStream out) {
        outlook.verdict().refused().forEach(problem -> out.println("refused  " + where(problem)));
        outlook.verdict().unknown().forEach(problem -> out.println("unknown  " + where(problem)));
        outlook.verdict().duplicates().forEach(problem -> out.println("twice    " + where(problem)));
        outlook.changes()
                .forEach(one -> out.println(
                        "change   " + one.key() + ": " + shown(one.before()) + " -> " + shown(one.after())));
        for (Effect effect : effects) {
            String services = effect.services().isEmpty()
                    ? ""
                    : "; its services go for a moment: " + String.join(", ", effect.services());
            String users = effect.users().isEmpty() ? "" : "; used by " + String.join(", ", effect.users());
            out.println(
                    "effect   " + effect.what() + " of " + effect.bundle() + " " + effect.happens() + services + users);
        }
    }

    private static String where(ConfigurationProblem problem) {
        String end = problem.reason().endsWith("?") ? " " : ". ";
        String setting = problem.key().isEmpty() ? "" : problem.key() + "=" + problem.value() + " ";
        return problem.file() + (problem.line() > 0 ? ":" + problem.line() : "") + ": " + setting + problem.reason()
                + end + problem.inForce();
    }

    private static String shown(String value) {
        return value.isEmpty() ? "(not set)" : value;
    }

    private static void add(Rows rows, Path file, Inspector.Outlook outlook, List<Effect> effects) {
        rows.add(
                outlook.pid(),
                file.toString(),
                problems(outlook.verdict().refused()),
                problems(outlook.verdict().unknown()),
                problems(outlook.verdict().duplicates()),
                outlook.changes().stream()
                        .map(one -> Map.of("key", one.key(), "before", one.before(), "after", one.after()))
                        .toList(),
                effects.stream()
                        .map(one -> Map.of(
                                "what", one.what(),
                                "bundle", one.bundle(),
                                "happens", one.happens(),
                                "services", one.services(),
                                "users", one.users()))
                        .toList());
    }

    private static List<Map<String, Object>> problems(List<ConfigurationProblem> problems) {
        return problems.stream()
                .map(one -> Map.<String, Object>of(
                        "line", one.line(), "key", one.key(), "value", one.value(), "reason", one.reason()))
                .toList();
    }
}
