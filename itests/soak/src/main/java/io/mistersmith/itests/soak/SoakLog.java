package io.mistersmith.itests.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Appends lines to {@code data/soak.log}; what was written outlives a kill of the process. */
public final class SoakLog implements BundleActivator {

    private static final Path LOG = Path.of(System.getProperty("karaf.data"), "soak.log");

    @Override
    public void start(BundleContext context) {
        write("started " + ProcessHandle.current().pid());
    }

    @Override
    public void stop(BundleContext context) {
        write("stopped " + ProcessHandle.current().pid());
    }

    /** One write per line, so that lines of several threads do not mix. */
    static void write(String line) {
        try {
            Files.write(
                    LOG,
                    (line + "\n").getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
