package io.mistersmith.lifecycle.internal.ready;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file that is there, whole, while the container is ready. */
public final class ReadyFile {

    private static final Logger LOG = LoggerFactory.getLogger(ReadyFile.class);

    private final Path file;

    /** At this place; its folder is made when needed. */
    public ReadyFile(Path file) {
        this.file = file;
    }

    /** Puts it there, with these lines. */
    public void write(List<String> lines) {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try {
            Files.createDirectories(file.getParent());
            Files.write(next, lines);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException refused) {
            LOG.warn(
                    "Cannot write {}, so the launcher does not see that the container is ready: {}",
                    file,
                    refused.toString());
        }
    }

    /** Takes it away. */
    public void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException refused) {
            LOG.warn("Cannot delete {}: {}", file, refused.toString());
        }
    }
}
