package io.mistersmith.lifecycle.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which state of its jar each bundle was made of; kept over restarts. Thread-safe. */
final class Stamps {

    private static final Logger LOG = LoggerFactory.getLogger(Stamps.class);

    private final @Nullable Path file;
    private final Properties stamps = new Properties();

    /** Kept in this file; null: only in memory. */
    Stamps(@Nullable Path file) {
        this.file = file;
        if (file != null && Files.exists(file)) {
            try (InputStream in = Files.newInputStream(file)) {
                stamps.load(in);
            } catch (IOException | IllegalArgumentException unreadable) {
                LOG.warn("Cannot read {}, every plugin is installed anew: {}", file, unreadable.toString());
            }
        }
    }

    synchronized @Nullable String get(String location) {
        return stamps.getProperty(location);
    }

    synchronized void put(String location, String stamp) {
        stamps.setProperty(location, stamp);
        save();
    }

    synchronized void remove(String location) {
        if (stamps.remove(location) != null) {
            save();
        }
    }

    private void save() {
        if (file == null) {
            return;
        }
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try {
            try (OutputStream out = Files.newOutputStream(next)) {
                stamps.store(out, null);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException refused) {
            LOG.warn("Cannot write {}; after a restart every plugin is installed anew: {}", file, refused.toString());
        }
    }
}
