package io.mistersmith.gateway.internal.intake;

import java.time.Duration;

/**
 * What is said in one request: bytes come in, bytes go out, both when there is room. Called by one thread at a time, never
 * blocks; whoever made it is woken when there is something to send although nothing came in.
 */
public interface Dialogue {

    /** Whether bytes may come now. */
    boolean wantsInput();

    /** Whether nothing happens until the client sends more: it waits for no answer. */
    boolean awaitsClient();

    /** Bytes came; they stay as they are until {@link #wantsInput} is true again. */
    void received(byte[] bytes, int length);

    /** The client has sent everything. */
    void ended();

    /** Does what can be done with what has come. */
    void advance();

    /** Bytes to send now; none when there is nothing to say yet. */
    byte[] next();

    /** Status and headers, asked for once, before the first bytes go out. */
    Reply head();

    /** Whether all has been said. */
    boolean finished();

    /** Time has passed. */
    void expire(long nanoTime);

    /** The client has sent nothing for so long, though it was its turn; says so and ends. */
    void stalled(Duration idle);

    /** The container takes no more; says so and ends. */
    void close();

    /** The connection broke: nothing can be said any more. */
    void broken();
}
