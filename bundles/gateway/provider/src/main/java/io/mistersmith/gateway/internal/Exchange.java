package io.mistersmith.gateway.internal;

import io.mistersmith.gateway.internal.intake.Dialogue;
import io.mistersmith.gateway.internal.intake.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.servlet.AsyncContext;
import javax.servlet.ReadListener;
import javax.servlet.ServletInputStream;
import javax.servlet.ServletOutputStream;
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
 * {@code readWaiting} is set before {@code isReady} is asked, because the container may call back before that returns.
 */
final class Exchange implements ReadListener, WriteListener {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final int CHUNK = 16 * 1024;

    private final AsyncContext async;
    private final ServletInputStream input;
    private final ServletOutputStream output;
    private final HttpServletResponse response;
    private final Dialogue dialogue;
    private final Supplier<Duration> idleTimeout;
    private final Consumer<Exchange> onEnd;
    private final AtomicInteger due = new AtomicInteger();

    private volatile boolean readWaiting = true;
    private volatile boolean writeWaiting = true;
    private volatile boolean allRead;
    private volatile boolean timePassed;
    private volatile boolean closing;
    private volatile boolean readTimedOut;
    private volatile @Nullable Throwable broken;

    private final byte[] chunk = new byte[CHUNK];
    private boolean inputEnded;
    private boolean headSent;
    private boolean unflushed;
    private boolean over;
    private long lastProgress = System.nanoTime();

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
        input = async.getRequest().getInputStream();
        output = response.getOutputStream();
        this.dialogue = dialogue.apply(this::wake);
    }

    void start() {
        async.setTimeout(0);
        output.setWriteListener(this);
        input.setReadListener(this);
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
        readWaiting = false;
        enter();
    }

    @Override
    public void onAllDataRead() {
        allRead = true;
        readWaiting = false;
        enter();
    }

    @Override
    public void onWritePossible() {
        writeWaiting = false;
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
            } catch (IOException | RuntimeException e) {
                end(e);
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
            moved = write();
            moved = read() || moved;
        }
        if (!over && dialogue.finished() && !unflushed && !writeWaiting) {
            end(null);
        }
    }

    private void age() {
        dialogue.expire(System.nanoTime());
        boolean clientsTurn = (headSent && writeWaiting) || (readWaiting && dialogue.awaitsClient());
        if (clientsTurn && System.nanoTime() - lastProgress > idleTimeout.get().toNanos()) {
            stalled();
        }
    }

    private void stalled() {
        if (headSent && writeWaiting) {
            end(new TimeoutException("The client does not read its answers"));
        } else {
            inputEnded = true;
            dialogue.stalled(idleTimeout.get());
        }
    }

    private boolean read() throws IOException {
        if (inputEnded || !dialogue.wantsInput()) {
            return false;
        }
        int length = -1;
        if (!allRead) {
            if (readWaiting) {
                return false;
            }
            readWaiting = true;
            if (!input.isReady()) {
                return false;
            }
            readWaiting = false;
            length = input.read(chunk);
        }
        lastProgress = System.nanoTime();
        if (length < 0) {
            inputEnded = true;
            dialogue.ended();
        } else {
            dialogue.received(chunk, length);
        }
        return true;
    }

    private boolean write() throws IOException {
        boolean moved = false;
        while (writable()) {
            if (unflushed) {
                unflushed = false;
                output.flush();
                continue;
            }
            byte[] next = dialogue.next();
            if (next.length == 0) {
                break;
            }
            sendHead();
            output.write(next);
            unflushed = true;
            moved = true;
            lastProgress = System.nanoTime();
        }
        return moved;
    }

    private boolean writable() {
        if (writeWaiting) {
            return false;
        }
        writeWaiting = true;
        if (!output.isReady()) {
            return false;
        }
        writeWaiting = false;
        return true;
    }

    private void sendHead() {
        if (headSent) {
            return;
        }
        headSent = true;
        Reply head = dialogue.head();
        if (!inputEnded && !head.body().isEmpty()) {
            // what the client still sends is not read: it could not tell where the next request begins
            response.setHeader("Connection", "close");
        }
        Replies.head(response, head);
        if (!head.body().isEmpty()) {
            response.setContentLength(head.body().getBytes(StandardCharsets.UTF_8).length);
        }
    }

    private void end(@Nullable Throwable failure) {
        if (over) {
            return;
        }
        over = true;
        if (failure != null) {
            dialogue.broken();
            LOG.debug("A request ended early", failure);
            if (!response.isCommitted()) {
                response.setStatus(failure instanceof RuntimeException ? 500 : 400);
            }
            if (failure instanceof RuntimeException) {
                LOG.error("A request failed", failure);
            }
        }
        onEnd.accept(this);
        try {
            async.complete();
        } catch (IllegalStateException e) {
            LOG.debug("The container had completed the request", e);
        }
    }
}
