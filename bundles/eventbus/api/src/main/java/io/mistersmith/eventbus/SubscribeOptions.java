package io.mistersmith.eventbus;

import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/** What {@link Subscribe} says, for {@link EventBus#subscribe}. Each method returns this; the ranges are those there. */
@ProviderType
public interface SubscribeOptions {

    /** See {@link Subscribe#types}. */
    SubscribeOptions types(String... patterns);

    /** See {@link Subscribe#durable}. */
    SubscribeOptions durable(String name);

    /** A new durable subscription begins with the first event that is stored. */
    SubscribeOptions fromFirst();

    /** A new durable subscription begins after this position. */
    SubscribeOptions after(long position);

    /** See {@link Subscribe#concurrency}. */
    SubscribeOptions concurrency(int calls);

    /** See {@link Subscribe#queue_capacity}. */
    SubscribeOptions queueCapacity(int events);

    /** See {@link Subscribe#overflow}. */
    SubscribeOptions overflow(Overflow policy);

    /** See {@link Subscribe#pool}. */
    SubscribeOptions pool(String name);

    /** See {@link Subscribe#retry_attempts} and {@link Subscribe#retry_backoff}. */
    SubscribeOptions retry(int attempts, Duration first, Duration longest);
}
