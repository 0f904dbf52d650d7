package io.mistersmith.configuration.internal;

import io.mistersmith.configuration.internal.files.MissedFiles;
import io.mistersmith.configuration.internal.guard.Delay;
import io.mistersmith.configuration.internal.operate.Configured;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has those files of {@code etc/} taken that File Install missed, on the thread of the configuration service. */
final class EtcWatch {

    private static final Logger LOG = LoggerFactory.getLogger(EtcWatch.class);

    /** Two looks are needed. Every 5 s would cost 1 % of a core with 1,000 files. */
    static final Duration POLL = Duration.ofSeconds(20);

    private final MissedFiles files;
    private final Configured configured;
    private final Delay delay;

    EtcWatch(MissedFiles files, Configured configured, Delay delay) {
        this.files = files;
        this.configured = configured;
        this.delay = delay;
    }

    void start() {
        delay.after(POLL, this::look);
    }

    private void look() {
        try {
            List<Path> missed = files.look();
            if (!missed.isEmpty()) {
                LOG.info("Changes in etc/ that the watch of the folder missed are taken now, {} in all", missed.size());
            }
            missed.forEach(this::take);
        } catch (IOException e) {
            LOG.debug("etc/ cannot be read, so it is looked at again", e);
        } finally {
            delay.after(POLL, this::look);
        }
    }

    private void take(Path file) {
        try {
            configured.take(file);
        } catch (IOException e) {
            LOG.warn("{}", e.getMessage(), e);
        }
    }
}
