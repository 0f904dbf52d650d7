package io.mistersmith.eventbus;

import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/** What {@link EventBus#subscribe} gave. Thread-safe. */
@ProviderType
public interface Subscription extends AutoCloseable {

    /** Its name: that of the durable subscription, or the bundle and a number. */
    String name();

    /** Holds events back; they wait, and overflow as the policy says. */
    void pause();

    /** Lets events through again. */
    void resume();

    /**
     * Waits until nothing waits and nothing runs.
     *
     * @return false if the timeout passed first
     */
    boolean awaitIdle(Duration timeout) throws InterruptedException;

    /** The figures of this moment. */
    SubscriptionStatus status();

    /**
     * Ends the subscription. After it returns no new call begins. On a thread that is not the bus's it waits at most 5 s for
     * calls that run, then interrupts and names them; on a thread of the bus it does not wait.
     */
    @Override
    void close();
}
