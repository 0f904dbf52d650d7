package io.mistersmith.gateway.internal;

import io.mistersmith.gateway.internal.intake.Dialogue;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.servlet.AsyncContext;
import javax.servlet.ReadListener;
import javax.servlet.WriteListener;
import javax.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries a {@link Dialogue} over one asynchronous request. It holds no thread while it waits, whoever is slow.
 *
 * <p>Everything but the volatile fields belongs to the thread that runs {@link #loop}. Who raises {@code due} from 0 runs
 * it; who finds it higher has told the runner to go round once more, so nothing is missed and two never run.
 */
final class Exchange implements ReadListener, WriteListener {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final AsyncContext async;
    private final HttpServletResponse response;
    private final Dialogue dialogue;
    private final Wire wire;
    private final Supplier<Duration> idleTimeout;
    private final Consumer<Exchange> onEnd;
    private final AtomicInteger due = new AtomicInteger();

    private volatile boolean timePassed;
    private volatile boolean closing;
    private volatile boolean readTimedOut;
    private volatile @Nullable Throwable broken;

    private boolean over;

    /**
     * Prepares the exchange; {@link #start} begins it.
     *
     * @param dialogue made with what wakes this exchange
     * @param onEnd told once, when it is over, before the container takes the request back
     */
    Exchange(
            AsyncContext async,
            Function<Runnable, Dialogue> dialogue,
            Supplier<Duration> idleTimeout,
            Consumer<Exchange> onEnd)
            throws IOException {
        this.async = async;
        this.idleTimeout = idleTimeout;
        this.onEnd = onEnd;
        response = (HttpServletResponse) async.getResponse();
        this.dialogue = dialogue.apply(this::wake);
        wire = new Wire(async, this.dialogue);
    }

    void start() {
        async.setTimeout(0);
        wire.tell(this);
    }

    /** Looks whether something is due for its age. On any thread. */
    void tick() {
        timePassed = true;
        wake();
    }

    /** Lets the dialogue say that it ends. On any thread. */
    void close() {
        closing = true;
        wake();
    }

    int status() {
        return response.getStatus();
    }

    @Override
    public void onDataAvailable() {
        wire.readable();
        enter();
    }

    @Override
    public void onAllDataRead() {
        wire.allRead();
        enter();
    }

    @Override
    public void onWritePossible() {
        wire.hasRoom();
        enter();
    }

    /** The container tells of a client that sent nothing for long in the same way as of a broken connection. */
    @Override
    public void onError(Throwable t) {
        if (t instanceof TimeoutException || t.getCause() instanceof TimeoutException) {
            readTimedOut = true;
        } else {
            broken = t;
        }
        enter();
    }

    /** From a thread of the container: the work may be done here. */
    private void enter() {
        if (due.getAndIncrement() == 0) {
            loop();
        }
    }

    /** From a thread of somebody else, who wants it back: the work is done on one of the container. */
    private void wake() {
        if (due.getAndIncrement() == 0) {
            if (over) {
                // the request is the container's again, which may have begun another with the same objects
                due.set(0);
                return;
            }
            try {
                async.start(this::loop);
            } catch (RuntimeException e) {
                // the container has no thread, or has completed the request by itself
                loop();
            }
        }
    }

    private void loop() {
        int seen = due.get();
        do {
            try {
                turn();
            } catch (IOException | RuntimeException | Error e) {
                end(e); // whatever it is, the client must not wait for an answer that never comes
            }
            seen = due.addAndGet(-seen);
        } while (seen != 0);
    }

    private void turn() throws IOException {
        if (over) {
            return;
        }
        Throwable failure = broken;
        if (failure != null) {
            end(failure);
            return;
        }
        if (closing) {
            dialogue.close();
        }
        if (timePassed) {
            timePassed = false;
            age();
        }
        if (readTimedOut) {
            stalled();
        }
        boolean moved = !over;
        while (moved) {
            dialogue.advance();
            moved = wire.write();
            moved = wire.read() || moved;
        }
        if (!over && dialogue.finished() && wire.flushed()) {
            end(null);
        }
    }

    private void age() {
        dialogue.expire(System.nanoTime());
        boolean clientsTurn = wire.clientDoesNotRead() || wire.clientDoesNotSend();
        if (clientsTurn
                && System.nanoTime() - wire.lastProgress() > idleTimeout.get().toNanos()) {
            stalled();
        }
    }

    private void stalled() {
        if (wire.clientDoesNotRead()) {
            end(new TimeoutException("The client does not read its answers"));
        } else {
            wire.endInput();
            dialogue.stalled(idleTimeout.get());
        }
    }

    private void end(@Nullable Throwable failure) {
        if (over) {
            return;
        }
        over = true;
        try {
            if (failure != null) {
                broke(failure);
            }
            onEnd.accept(this);
        } catch (RuntimeException | Error e) {
            LOG.error("A request ended, but not everybody could be told", e);
        } finally {
            complete();
        }
    }

    private void broke(Throwable failure) {
        boolean ours = failure instanceof RuntimeException || failure instanceof Error;
        if (ours) {
            LOG.error("A request failed", failure);
        } else {
            LOG.debug("A request ended early", failure);
        }
        if (!response.isCommitted()) {
            fail(ours ? 500 : 400);
        }
        dialogue.broken();
    }

    private void fail(int status) {
        try {
            response.sendError(status); // the body is the server's error answer, written when the request completes
        } catch (IOException e) {
            LOG.debug("The connection was closed before the error could be sent", e);
        }
    }

    private void complete() {
        try {
            async.complete();
        } catch (RuntimeException e) {
            LOG.debug("The container had completed the request", e);
        }
    }
}
