package io.mistersmith.gateway.errors.internal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.HttpChannel;
import org.eclipse.jetty.server.HttpConnection;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections of one connector that are open for too long without the whole head of a next request, whether they send
 * nothing or a byte now and then, which the server's own idle timeout takes for progress. Thread-safe.
 */
final class HeadTimeout implements Connection.Listener, HttpChannel.Listener {

    private static final long TICK_MILLIS = 1_000;

    /** Connections without a request, and since when by {@link System#nanoTime}. */
    private final Map<Connection, Long> waiting = new ConcurrentHashMap<>();

    private final AtomicBoolean ticking = new AtomicBoolean();
    private final Scheduler scheduler;
    private final LongSupplier millis;

    HeadTimeout(Scheduler scheduler, LongSupplier millis) {
        this.scheduler = scheduler;
        this.millis = millis;
    }

    @Override
    public void onOpened(Connection connection) {
        if (connection instanceof HttpConnection) {
            waiting.put(connection, System.nanoTime());
            tickLater();
        }
    }

    @Override
    public void onClosed(Connection connection) {
        waiting.remove(connection);
    }

    @Override
    public void onRequestBegin(Request request) {
        waiting.remove(connection(request));
    }

    @Override
    public void onComplete(Request request) {
        if (request.getHttpChannel().getEndPoint().isOpen()) {
            onOpened(connection(request));
        }
    }

    private static Connection connection(Request request) {
        return request.getHttpChannel().getEndPoint().getConnection();
    }

    /** There are ticks only while there are connections. */
    private void tickLater() {
        if (ticking.compareAndSet(false, true)) {
            scheduler.schedule(this::tick, Math.min(TICK_MILLIS, millis.getAsLong()), TimeUnit.MILLISECONDS);
        }
    }

    private void tick() {
        ticking.set(false);
        long now = System.nanoTime();
        long limit = TimeUnit.MILLISECONDS.toNanos(millis.getAsLong());
        waiting.forEach((connection, since) -> {
            if (now - since >= limit && waiting.remove(connection, since)) {
                connection.close();
            }
        });
        if (!waiting.isEmpty()) {
            tickLater();
        }
    }
}
