package io.mistersmith.configuration.internal.operate;

import io.mistersmith.configuration.ConfigurationProblem;
import io.mistersmith.configuration.ConfigurationProblems;
import io.mistersmith.configuration.internal.files.CfgEditor;
import io.mistersmith.configuration.internal.files.CfgText;
import io.mistersmith.configuration.internal.files.DefaultFile;
import io.mistersmith.configuration.internal.guard.Target;
import io.mistersmith.configuration.internal.history.History;
import io.mistersmith.configuration.internal.history.Revision;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Changes files of settings: checked before the file is touched, replaced as a whole, in force when this returns, kept in the
 * history. A change that is refused leaves file and values as they were.
 */
public final class Changer {

    /** Of a file without a line: an empty one may be half written. */
    private static final String NO_KEY = "# No key is set; cfg:docs lists them.\n";

    private final Configured configured;
    private final Judge judge;
    private final CfgEditor editor;
    private final Log log;
    private final ConfigurationProblems problems;
    private final Charset charset;

    /** Who changes, and where that is kept. */
    public record Log(Authors authors, History history, Recorder recorder) {}

    /** Makes the new text of the one before. */
    @FunctionalInterface
    interface Text {
        CfgText of(CfgText before);
    }

    /** @param problems what the guard says once the values were taken */
    public Changer(
            Configured configured,
            Judge judge,
            CfgEditor editor,
            Log log,
            ConfigurationProblems problems,
            Charset charset) {
        this.configured = configured;
        this.judge = judge;
        this.editor = editor;
        this.log = log;
        this.problems = problems;
        this.charset = charset;
    }

    /** What a change came to; the revision is that of the file as it is now. */
    public record Changed(String pid, Path file, boolean changed, int revision) {}

    /** Sets one key. */
    public Changed set(String pid, String key, String value) throws IOException, InterruptedException {
        requireKnown(pid);
        return write(pid, author("cfg:set"), key, before -> {
            if (before.isTyped()) {
                throw new RefusedException(configured.file(pid).getFileName()
                        + " has values with types (I\"5\"). Edit it with an editor. Nothing was changed.");
            }
            return before.with(key, value);
        });
    }

    /** Removes one key, so that its default takes effect. */
    public Changed unset(String pid, String key) throws IOException, InterruptedException {
        requireKnown(pid);
        return write(pid, author("cfg:unset"), null, before -> {
            CfgText next = before.without(key);
            return next.text().isEmpty() ? CfgText.of(NO_KEY, charset) : next;
        });
    }

    /** Brings the text of a revision back; secrets, which no revision holds, stay as they are now. */
    public Changed rollback(String pid, int number) throws IOException, InterruptedException {
        Optional<Revision> revision = log.history().of(pid, number);
        String text = revision.map(Revision::text).orElse(null);
        if (revision.isEmpty()) {
            throw new RefusedException(
                    pid + " has no revision " + number + ". cfg:history " + pid + " shows those it has.");
        }
        if (text == null) {
            throw new RefusedException("Revision " + number + " of " + pid + " has no text to bring back. cfg:history "
                    + pid + " shows the others.");
        }
        return write(pid, author("cfg:rollback " + number), null, before -> CfgText.of(text, charset)
                .unmasked(before));
    }

    /** Puts a text in the place of a PID's file, for good. */
    public Changed apply(String pid, CfgText text) throws IOException, InterruptedException {
        requireKnown(pid);
        return replace(pid, text, author("cfg:apply"));
    }

    /** Puts a text in the place of a PID's file. */
    Changed replace(String pid, CfgText text, Author author) throws IOException, InterruptedException {
        return write(pid, author, null, before -> text);
    }

    /** Puts the content of before back, unchecked: it was there. Null: there was no file. */
    void restore(String pid, Path file, byte @Nullable [] content, Author author)
            throws IOException, InterruptedException {
        editor.edit(file, now -> content);
        log.authors().as(author, () -> {
            configured.take(file);
            int unused = record(pid, file);
        });
    }

    static Author author(String how) {
        return new Author(Authors.user().orElse("container"), how);
    }

    /** @param set the key that is set, which must be known; null when any may be there */
    private Changed write(String pid, Author author, @Nullable String set, Text change)
            throws IOException, InterruptedException {
        Path file = configured.file(pid);
        byte[][] content = new byte[2][];
        boolean changed = editor.edit(file, before -> {
            CfgText now = before == null ? initial(pid) : CfgText.of(before, charset);
            CfgText next = change.of(now);
            Verdict verdict = judge.of(pid, next, file);
            requireKnown(verdict, set);
            requireRight(verdict, () -> judge.of(pid, now, file));
            content[0] = before;
            content[1] = next.bytes();
            return content[1];
        });
        if (changed) {
            List<ConfigurationProblem> before = Judge.refused(problems.list(), pid);
            log.authors().as(author, () -> configured.take(file));
            Map<String, Object> unused = configured.inForce(pid); // asks the guard now, not when somebody is configured
            List<ConfigurationProblem> fresh =
                    new Verdict(Judge.refused(problems.list(), pid)).refusedSince(new Verdict(before));
            if (!fresh.isEmpty()) {
                restore(pid, file, content[0], new Author(author.by(), author.how() + " refused"));
                throw new RefusedException(Judge.refusal(fresh.get(0)));
            }
        }
        int[] revision = new int[1];
        log.authors().as(author, () -> revision[0] = record(pid, file));
        return new Changed(pid, file, changed, revision[0]);
    }

    private static void requireKnown(Verdict verdict, @Nullable String set) {
        verdict.unknown().stream()
                .filter(problem -> problem.key().equals(set))
                .findFirst()
                .ifPresent(problem -> {
                    throw new RefusedException(Judge.refusal(problem));
                });
    }

    /** What was wrong before may stay so: one of two bad values can be mended. */
    private static void requireRight(Verdict next, Supplier<Verdict> now) {
        List<ConfigurationProblem> fresh = next.refused().isEmpty() ? List.of() : next.refusedSince(now.get());
        if (!fresh.isEmpty()) {
            throw new RefusedException(Judge.refusal(fresh.get(0)));
        }
    }

    /** A change of nothing but comments is announced by nobody. */
    private int record(String pid, Path file) {
        boolean there = Files.exists(file);
        return log.recorder().changed(pid, there ? configured.stored(pid) : null, there ? file : null);
    }

    /** What a file that is not there yet begins with: what was set another way, else what the metatype says. */
    private CfgText initial(String pid) {
        Map<String, Object> stored = configured.stored(pid);
        CfgText text = CfgText.of("", charset);
        if (stored.isEmpty()) {
            return configured
                    .target(pid)
                    .map(Target::designate)
                    .map(designate -> CfgText.of(new DefaultFile(pid, designate.schema()).text(), charset))
                    .orElse(text);
        }
        for (Map.Entry<String, Object> entry : stored.entrySet()) {
            text = text.with(entry.getKey(), Shown.value(entry.getValue()));
        }
        return text;
    }

    private void requireKnown(String pid) {
        if (configured.target(pid).isEmpty()
                && configured.stored(pid).isEmpty()
                && !Files.exists(configured.file(pid))) {
            throw new RefusedException("No bundle and no file knows the PID " + pid
                    + ". cfg:show lists those there are. Nothing was changed.");
        }
    }
}
