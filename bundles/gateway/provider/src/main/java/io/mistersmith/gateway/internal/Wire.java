package io.mistersmith.gateway.internal;

import io.mistersmith.gateway.internal.intake.Dialogue;
import io.mistersmith.gateway.internal.intake.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.servlet.AsyncContext;
import javax.servlet.ReadListener;
import javax.servlet.ServletInputStream;
import javax.servlet.ServletOutputStream;
import javax.servlet.WriteListener;
import javax.servlet.http.HttpServletResponse;

/**
 * Moves bytes between a request's client and its {@link Dialogue}, as far as both are ready.
 *
 * <p>Everything but the volatile fields belongs to the thread that runs the {@link Exchange}. {@code readWaiting} is set before
 * {@code isReady} is asked, because the container may call back before that returns; {@code writeWaiting} likewise.
 */
final class Wire {

    private static final int CHUNK = 16 * 1024;

    private final Dialogue dialogue;
    private final ServletInputStream input;
    private final ServletOutputStream output;
    private final HttpServletResponse response;

    private volatile boolean readWaiting = true;
    private volatile boolean writeWaiting = true;
    private volatile boolean allRead;

    private final byte[] chunk = new byte[CHUNK];
    private boolean inputEnded;
    private boolean headSent;
    private boolean unflushed;
    private long lastProgress = System.nanoTime();

    Wire(AsyncContext async, Dialogue dialogue) throws IOException {
        this.dialogue = dialogue;
        response = (HttpServletResponse) async.getResponse();
        input = async.getRequest().getInputStream();
        output = response.getOutputStream();
    }

    /** Has the container tell what becomes possible. */
    <L extends ReadListener & WriteListener> void tell(L listener) {
        output.setWriteListener(listener);
        input.setReadListener(listener);
    }

    /** The container says that there is something to read. On any thread. */
    void readable() {
        readWaiting = false;
    }

    /** The container says that everything was read. On any thread. */
    void allRead() {
        allRead = true;
        readWaiting = false;
    }

    /** The container says that there is room to write. On any thread. */
    void hasRoom() {
        writeWaiting = false;
    }

    /** Whether everything that was written is on its way. */
    boolean flushed() {
        return !unflushed && !writeWaiting;
    }

    /** Whether the client has not taken what it was sent so far. */
    boolean clientDoesNotRead() {
        return headSent && writeWaiting;
    }

    /** Whether the client sends nothing although nothing else can happen. */
    boolean clientDoesNotSend() {
        return readWaiting && dialogue.awaitsClient();
    }

    /** When something was read or written last, or this was made. */
    long lastProgress() {
        return lastProgress;
    }

    /** Reads no more. */
    void endInput() {
        inputEnded = true;
    }

    /** Reads some; whether there was any. */
    boolean read() throws IOException {
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

    /** Writes what there is to say and room for; whether there was any. */
    boolean write() throws IOException {
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
}
