package io.mistersmith.itests.recorder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Appends lines to {@code data/recorder.log}; what was written outlives a kill of the process. */
public final class Recorder implements BundleActivator {

    private static final Path LOG = Path.of(System.getProperty("karaf.data"), "recorder.log");
    private static final Path PIPE = LOG.resolveSibling("recorder.pipe");

    @Override
    public void start(BundleContext context) {
        write("started " + context.getBundle().getVersion());
    }

    @Override
    public void stop(BundleContext context) {
        write("stopped " + context.getBundle().getVersion());
    }

    /** Returns when the writer of the named pipe has closed it. */
    static void awaitPipe() throws IOException {
        Files.readAllBytes(PIPE);
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
