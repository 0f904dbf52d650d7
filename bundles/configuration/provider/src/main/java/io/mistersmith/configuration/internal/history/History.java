package io.mistersmith.configuration.internal.history;

import io.mistersmith.configuration.internal.files.AtomicFiles;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The revisions of each PID, on disk, for their owner only: the last {@value #MOST} of them, a file each. Secrets are handed
 * in masked. Survives a kill at any moment. Thread-safe.
 *
 * <p>A folder that cannot be written costs the history, never a change of configuration.
 */
public final class History {

    /** Revisions that are kept of a PID. */
    static final int MOST = 50;

    private static final Logger LOG = LoggerFactory.getLogger(History.class);
    private static final String END = ".rev";

    private final Path folder;
    private final Clock clock;
    private final Map<String, Last> last = new HashMap<>(); // guarded by this

    /** The newest revision, as far as the next one is compared with it. */
    private record Last(int number, @Nullable String text, Map<String, String> prints) {}

    /**
     * A change.
     *
     * @param settings what was set, null when the PID was deleted; only compared, never kept
     * @param text what is kept; secrets masked
     */
    public record Change(
            String by, String how, String file, @Nullable Map<String, Object> settings, @Nullable String text) {}

    public History(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** Adds a revision unless nothing differs from the newest; returns the newest one's number, 0 when there is none. */
    public synchronized int add(String pid, Change change) {
        Last before = last.computeIfAbsent(pid, this::newest);
        Map<String, String> prints = prints(change.settings());
        boolean first = before.number() == 0;
        boolean same = prints.equals(before.prints())
                && (change.text() == null
                        ? before.text() == null
                        : change.text().equals(before.text()));
        if (same || (first && change.settings() == null)) {
            return before.number();
        }
        TreeSet<String> keys = new TreeSet<>();
        if (!first) {
            keys.addAll(prints.keySet());
            keys.addAll(before.prints().keySet());
            keys.removeIf(
                    key -> prints.getOrDefault(key, "").equals(before.prints().getOrDefault(key, "")));
        }
        Revision revision = new Revision(
                before.number() + 1,
                clock.instant(),
                change.by(),
                change.how(),
                change.file(),
                List.copyOf(keys),
                change.text());
        try {
            Path own = folder(pid);
            AtomicFiles.ownerFolder(folder);
            AtomicFiles.ownerFolder(own);
            AtomicFiles.writeQuickly(
                    own.resolve(String.format("%08d", revision.number()) + END), RevisionFile.bytes(revision, prints));
            last.put(pid, new Last(revision.number(), change.text(), prints));
            if (revision.number() > MOST) {
                Files.deleteIfExists(own.resolve(String.format("%08d", revision.number() - MOST) + END));
            }
            return revision.number();
        } catch (IOException e) {
            LOG.warn("{} cannot be written, so the change of {} is not in its history", folder, pid, e);
            return before.number();
        }
    }

    /** The revisions of a PID, the newest first. */
    public synchronized List<Revision> of(String pid) {
        List<Revision> revisions = new ArrayList<>();
        for (int number : numbers(pid)) {
            read(pid, number).ifPresent(stored -> revisions.add(0, stored.revision()));
        }
        return revisions;
    }

    /** One revision. */
    public synchronized Optional<Revision> of(String pid, int number) {
        return read(pid, number).map(RevisionFile.Stored::revision);
    }

    /** The PIDs that have revisions. */
    public synchronized List<String> pids() {
        List<String> pids = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder)) {
            folders.forEach(
                    one -> pids.add(URLDecoder.decode(String.valueOf(one.getFileName()), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            return List.of(); // nothing was changed yet
        }
        pids.sort(null);
        return pids;
    }

    private Last newest(String pid) {
        List<Integer> numbers = numbers(pid);
        for (int i = numbers.size() - 1; i >= 0; i--) {
            Optional<RevisionFile.Stored> stored = read(pid, numbers.get(i));
            if (stored.isPresent()) {
                return new Last(
                        numbers.get(numbers.size() - 1),
                        stored.get().revision().text(),
                        stored.get().prints());
            }
        }
        return new Last(numbers.isEmpty() ? 0 : numbers.get(numbers.size() - 1), null, Map.of());
    }

    private Optional<RevisionFile.Stored> read(String pid, int number) {
        Path file = folder(pid).resolve(String.format("%08d", number) + END);
        try {
            return Optional.of(RevisionFile.read(number, Files.readAllBytes(file)));
        } catch (IOException | RuntimeException e) {
            LOG.debug("{} is no revision", file, e);
            return Optional.empty();
        }
    }

    private List<Integer> numbers(String pid) {
        TreeSet<Integer> numbers = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder(pid), "[0-9]*" + END)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                numbers.add(Integer.parseInt(name.substring(0, name.length() - END.length())));
            }
        } catch (IOException | NumberFormatException e) {
            LOG.debug("No revisions of {}", pid, e);
        }
        return List.copyOf(numbers);
    }

    private Path folder(String pid) {
        return folder.resolve(URLEncoder.encode(pid, StandardCharsets.UTF_8));
    }

    /** Enough to see that a value is another one, too little to learn it. */
    private static Map<String, String> prints(@Nullable Map<String, Object> settings) {
        Map<String, String> prints = new LinkedHashMap<>();
        if (settings != null) {
            settings.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(entry -> prints.put(entry.getKey(), print(entry.getKey() + "\n" + entry.getValue())));
        }
        return prints;
    }

    private static String print(String value) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
            return String.format("%02x%02x", digest[0], digest[1]);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
