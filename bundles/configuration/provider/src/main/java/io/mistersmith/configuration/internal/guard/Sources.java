package io.mistersmith.configuration.internal.guard;

import io.mistersmith.configuration.internal.files.ConfigFile;
import io.mistersmith.configuration.internal.files.ConfigFolder;
import io.mistersmith.configuration.internal.files.TextFault;
import io.mistersmith.configuration.internal.files.TextJudge;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The texts behind one configuration as they are now, and which of them a key's value comes from. */
public final class Sources {

    private final Origin none;
    private final Text etc;
    private final Text folder;
    private final Set<String> runTime;

    private record Text(Origin.Kind kind, String name, ConfigFile file, boolean whole) {

        Origin at(int line) {
            return new Origin(kind, name, line);
        }

        @Nullable
        Half half() {
            String reason = whole ? null : file.partial();
            return reason == null ? null : new Half(at(file.lastLine()), reason);
        }
    }

    /** A file that may be half written, and why. */
    record Half(Origin where, String reason) {}

    /** Something wrong in a text, and where. */
    record Placed(Origin where, TextFault fault) {}

    /** With a file of the read-only folder, null when there is none, and the keys set while running. */
    Sources(HomeName home, Target target, ConfigFolder.@Nullable Entry folder, Set<String> runTime) {
        this(home, target, ConfigFile.read(target.file()), folder, runTime);
    }

    /** With this text for the file. */
    Sources(HomeName home, Target target, ConfigFile file, ConfigFolder.@Nullable Entry folder, Set<String> runTime) {
        Path path = target.file();
        String name = home.of(path, target.pid());
        this.none = new Origin(path == null ? Origin.Kind.RUN_TIME : Origin.Kind.FILE, name, 0);
        this.etc = new Text(Origin.Kind.FILE, name, file, path != null && ConfigFolder.isSwapped(path));
        this.folder = folder == null
                ? new Text(Origin.Kind.FOLDER, "", ConfigFile.read(null), true)
                : new Text(Origin.Kind.FOLDER, folder.path().toString(), folder.text(), folder.swapped());
        this.runTime = Set.copyOf(runTime);
    }

    /** How messages call the file, or the PID when there is none. */
    String name() {
        return none.file();
    }

    /** Where the value of a key comes from, the environment left aside. */
    Origin of(String key) {
        if (runTime.contains(key)) {
            return new Origin(Origin.Kind.RUN_TIME, none.file(), 0);
        }
        OptionalInt line = folder.file().lineOf(key);
        if (line.isPresent()) {
            return folder.at(line.getAsInt());
        }
        line = etc.file().lineOf(key);
        return line.isPresent() ? etc.at(line.getAsInt()) : none;
    }

    /** What stands behind the separator, before placeholders are filled in; null when no line sets the key. */
    @Nullable
    String textOf(String key) {
        Origin origin = of(key);
        if (origin.line() == 0) {
            return null;
        }
        return (origin.kind() == Origin.Kind.FOLDER ? folder : etc).file().valueAt(origin.line());
    }

    /**
     * What the texts are refused for.
     *
     * @param complete whether every key is described; of other configurations only what nobody can read is refused
     */
    List<Placed> faults(TextJudge judge, boolean complete) {
        return placed(judge::faults).stream()
                .filter(placed -> complete || placed.fault().unreadable())
                .toList();
    }

    List<Placed> duplicates(TextJudge judge) {
        return placed(judge::duplicates);
    }

    private List<Placed> placed(Function<ConfigFile, List<TextFault>> judge) {
        List<Placed> placed = new ArrayList<>();
        for (Text text : List.of(etc, folder)) {
            judge.apply(text.file()).forEach(fault -> placed.add(new Placed(text.at(fault.line()), fault)));
        }
        return placed;
    }

    /** The file that may be half written; null when both look whole. */
    @Nullable
    Half half() {
        Half half = etc.half();
        return half == null ? folder.half() : half;
    }
}
