package io.mistersmith.configuration.internal;

import io.mistersmith.configuration.internal.files.Edits;
import io.mistersmith.configuration.internal.guard.Delay;
import io.mistersmith.configuration.internal.guard.Guard;
import io.mistersmith.configuration.internal.guard.Target;
import java.io.File;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Says whether File Install may read a file, and has one that was mended looked at, also if it says what it said before. */
final class FileJudge implements Predicate<File> {

    /** For File Install to have read it. */
    private static final Duration READ = Duration.ofMillis(100);

    private final Targets targets;
    private final Guard guard;
    private final ConfigurationKeeper keeper;
    private final Edits edits;
    private final Delay delay;
    private final Set<File> refused = ConcurrentHashMap.newKeySet();

    FileJudge(Targets targets, Guard guard, ConfigurationKeeper keeper, Edits edits, Delay delay) {
        this.targets = targets;
        this.guard = guard;
        this.keeper = keeper;
        this.edits = edits;
        this.delay = delay;
    }

    @Override
    public boolean test(File file) {
        Target target = targets.of(file);
        if (guard.judge(target)) {
            refused.add(file);
            edits.taken(file.toPath(), Map.of("", file.lastModified() + " " + file.length()));
            if (guard.hasGood(target.pid())) {
                keeper.withoutValues(target, file);
            }
            return false;
        }
        if (refused.remove(file)) {
            delay.after(READ, () -> {
                guard.mended(target);
                keeper.redeliver(target.pid());
            });
        }
        return true;
    }
}
