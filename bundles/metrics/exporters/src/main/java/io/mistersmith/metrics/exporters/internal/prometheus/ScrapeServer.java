package io.mistersmith.metrics.exporters.internal.prometheus;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mistersmith.metrics.FamilySnapshot;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /metrics}, on the JDK's HTTP server.
 *
 * <p>Each request runs on the executor, at most {@value #MOST_AT_ONCE} at a time; what comes above waits for nothing and
 * is dropped. The server has one thread of its own, which accepts connections.
 */
final class ScrapeServer implements AutoCloseable {

    static final int MOST_AT_ONCE = 4;

    private static final Logger LOG = LoggerFactory.getLogger(ScrapeServer.class);
    private static final int BACKLOG = 16;

    private final HttpServer server;
    private final Executor executor;
    private final Supplier<@Nullable List<FamilySnapshot>> families;
    private final Semaphore turns = new Semaphore(MOST_AT_ONCE);
    private volatile PrometheusText text;
    private volatile int lastSize = 8_192;

    /**
     * Listens, and answers from now on.
     *
     * @param families null while there are no metrics
     */
    ScrapeServer(
            InetSocketAddress address,
            Executor executor,
            Supplier<@Nullable List<FamilySnapshot>> families,
            PrometheusText text)
            throws IOException {
        this.executor = executor;
        this.families = families;
        this.text = text;
        server = HttpServer.create(address, BACKLOG);
        server.setExecutor(this::run);
        server.createContext("/", this::answer);
        server.start();
    }

    void text(PrometheusText now) {
        text = now;
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void run(Runnable exchange) {
        if (!turns.tryAcquire()) {
            throw new RejectedExecutionException(MOST_AT_ONCE + " scrapes are running");
        }
        boolean given = false;
        try {
            executor.execute(() -> {
                try {
                    exchange.run();
                } finally {
                    turns.release();
                }
            });
            given = true;
        } finally {
            if (!given) {
                turns.release();
            }
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            if (!exchange.getRequestURI().getPath().equals("/metrics")) {
                refuse(exchange, 404, "Metrics are at /metrics\n");
            } else if (!method.equals("GET") && !method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                refuse(exchange, 405, "GET or HEAD, not " + method + "\n");
            } else {
                scrape(exchange, method.equals("HEAD"));
            }
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("Scrape failed", e);
            throw e;
        }
    }

    private void scrape(HttpExchange exchange, boolean head) throws IOException {
        List<FamilySnapshot> now = families.get();
        if (now == null) {
            refuse(exchange, 503, "No metrics at the moment; is io.mistersmith.metrics.provider running?\n");
            return;
        }
        PrometheusText writer = text;
        ExpositionFormatWriter format =
                writer.format(exchange.getRequestHeaders().getFirst("Accept"));
        // Into memory first: a metric that cannot be written is an error 500, not half an answer.
        ByteArrayOutputStream body = new ByteArrayOutputStream(lastSize);
        boolean zip = zips(exchange.getRequestHeaders().getFirst("Accept-Encoding"));
        try (OutputStream out = zip ? new GZIPOutputStream(body) : body) {
            writer.write(now, format, out);
        }
        lastSize = body.size();
        if (zip) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        }
        exchange.getResponseHeaders().set("Content-Type", format.getContentType());
        exchange.sendResponseHeaders(200, head ? -1 : body.size());
        if (!head) {
            body.writeTo(exchange.getResponseBody());
        }
    }

    private static boolean zips(@Nullable String encodings) {
        return encodings != null && encodings.contains("gzip");
    }

    private static void refuse(HttpExchange exchange, int status, String line) throws IOException {
        byte[] body = line.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }
}
