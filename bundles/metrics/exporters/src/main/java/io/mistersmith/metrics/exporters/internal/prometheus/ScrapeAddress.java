package io.mistersmith.metrics.exporters.internal.prometheus;

import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.exporters.internal.HistogramBuckets;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The address that one configuration names, listened on as soon as it is free. Thread-safe.
 *
 * <p>A port that is taken is a line in the log and a problem to ask for, never an exception: metrics must not stop a
 * container.
 */
final class ScrapeAddress implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ScrapeAddress.class);

    private final LongAdder scrapes = new LongAdder();
    private volatile @Nullable Instant lastScrape;
    private final String file;
    private final Executor executor;
    private final Supplier<@Nullable List<FamilySnapshot>> families;
    private @Nullable InetSocketAddress address; // all guarded by this
    private PrometheusText text =
            new PrometheusText(new TextSettings("", new HistogramBuckets(new double[0], List.of(), "")));
    private @Nullable ScrapeServer server;
    private @Nullable String problem;

    /** Of the configuration that this file holds. */
    ScrapeAddress(String file, Executor executor, Supplier<@Nullable List<FamilySnapshot>> families) {
        this.file = file;
        this.executor = executor;
        this.families = () -> {
            List<FamilySnapshot> now = families.get();
            if (now != null) {
                scrapes.increment();
                lastScrape = Instant.now();
            }
            return now;
        };
    }

    long scrapes() {
        return scrapes.sum();
    }

    @Nullable
    Instant lastScrape() {
        return lastScrape;
    }

    /** Where to listen from now on; null: nowhere. */
    synchronized void settings(@Nullable InetSocketAddress wanted, PrometheusText form) {
        text = form;
        ScrapeServer running = server;
        if (running != null && wanted != null && wanted.equals(address)) {
            running.text(form);
            return;
        }
        close();
        address = wanted;
        open();
    }

    /** Listens if it should and does not; true when there is nothing left to do. */
    synchronized boolean open() {
        InetSocketAddress wanted = address;
        if (server != null || wanted == null) {
            return true;
        }
        try {
            ScrapeServer opened = new ScrapeServer(wanted, executor, families, text);
            server = opened;
            problem = null;
            LOG.info("Prometheus: http://{}:{}/metrics", wanted.getHostString(), opened.port());
            return true;
        } catch (IOException | IllegalArgumentException e) {
            tell(wanted.getHostString() + ":" + wanted.getPort() + " cannot be listened on (" + e.getMessage()
                    + "). Set another port in " + file);
            return false;
        } catch (LinkageError e) {
            tell("the framework does not offer com.sun.net.httpserver. Add it to"
                    + " org.osgi.framework.system.packages.extra in etc/config.properties");
            return true;
        }
    }

    private void tell(String now) {
        if (!now.equals(problem)) {
            LOG.warn("Prometheus: {}", now);
        }
        problem = now;
    }

    /** Why nobody can scrape, if somebody should be able to. */
    synchronized @Nullable String problem() {
        return problem;
    }

    /** The port that is listened on; 0 if none. */
    synchronized int port() {
        return server == null ? 0 : server.port();
    }

    @Override
    public synchronized void close() {
        if (server != null) {
            server.close();
            server = null;
        }
        address = null;
        problem = null;
    }
}
