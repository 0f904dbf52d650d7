package io.mistersmith.plugincode.marks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The {@link Marks} of every durable subscription or projection of a bundle, one small file for each. Thread-safe. */
public final class CallMarks {

    private static final Logger LOG = LoggerFactory.getLogger(CallMarks.class);

    private final @Nullable Path folder;
    private final long process;
    private final Map<String, Marks> byName = new ConcurrentHashMap<>();
    private final AtomicBoolean warned = new AtomicBoolean();

    /**
     * Marks in the files of a folder.
     *
     * @param folder made when it is needed; null: nothing outlives the process
     * @param process tells this process from others that had the folder; not 0
     */
    public CallMarks(@Nullable Path folder, long process) {
        this.folder = folder;
        this.process = process;
    }

    /** Marks of this process in the files of a folder. */
    public static CallMarks in(@Nullable Path folder) {
        var runtime = ManagementFactory.getRuntimeMXBean();
        return new CallMarks(folder, (runtime.getStartTime() << 16) ^ runtime.getPid());
    }

    /** The marks of a subscription, read from its file the first time, whatever code its handler has. */
    public Marks of(String name) {
        return of(name, 0);
    }

    /**
     * The marks of a subscription or projection, read from its file the first time. What other code did is forgotten.
     *
     * @param code tells the code that is called from others of the same name
     */
    public Marks of(String name, long code) {
        return byName.compute(
                name, (same, before) -> before != null && before.code() == code ? before : open(name, code));
    }

    /** The subscription or projection is removed: another one of its name begins without what this one left. */
    public void forget(String name) {
        byName.remove(name);
        if (folder != null) {
            try {
                Files.deleteIfExists(file(folder, name));
            } catch (IOException e) {
                LOG.debug("notes of calls are not deleted", e);
            }
        }
    }

    private static Path file(Path folder, String name) {
        return folder.resolve(name + ".calls");
    }

    private Marks open(String name, long code) {
        Map<Long, Integer> deaths = new TreeMap<>();
        if (folder == null) {
            return new Marks(code, null, deaths);
        }
        Path file = file(folder, name);
        try {
            Files.createDirectories(folder);
            MarkFile.Content before = MarkFile.read(file);
            if (before.code() == code) {
                deaths.putAll(before.deaths());
                if (before.process() != process) {
                    before.inCall().forEach(position -> deaths.merge(position, 1, Integer::sum));
                }
            }
            ByteBuffer mapped = MarkFile.replace(file, process, code, deaths);
            return new Marks(code, mapped, deaths);
        } catch (IOException e) {
            if (!warned.getAndSet(true)) {
                LOG.warn(
                        "Calls of durable handlers and projections cannot be noted in {}: an event whose call ends the"
                                + " process will do so at every start: {}",
                        folder,
                        e.toString());
            }
            return new Marks(code, null, deaths);
        }
    }
}
