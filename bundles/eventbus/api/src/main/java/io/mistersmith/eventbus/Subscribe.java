package io.mistersmith.eventbus;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * How an {@link EventHandler} service is subscribed. An operator overrides each value in the component's .cfg, by the key
 * {@code bus.} and the name here with dots for underscores, such as {@code bus.queue.capacity}.
 */
@ComponentPropertyType
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Subscribe {

    /** Before every key. */
    String PREFIX_ = "bus.";

    /**
     * Event types to take: exact, such as {@code order.placed}, or every type below a prefix, as {@code order.**}. Empty:
     * those that the handler's payload type names.
     */
    String[] types() default {};

    /** Name of a durable subscription, {@code [a-z0-9][a-z0-9._-]*}; empty: not durable. */
    String durable() default "";

    /** Where a new durable subscription begins: {@code now}, {@code first}, or a position. */
    String start() default "now";

    /** How many events are handled at a time, 1 to 64; order per subject is kept. */
    int concurrency() default 1;

    /** Events that may wait, 16 to 1,048,576; for a durable one, events read ahead. */
    int queue_capacity() default 10_000;

    /** What happens when the queue is full; not for durable ones. */
    Overflow overflow() default Overflow.DROP_NEWEST;

    /** Pool that handlers run on. */
    String pool() default "blocking";

    /** Attempts to handle an event, 1 to 100. 0: the default, which is 10 if durable, else 5. */
    int retry_attempts() default 0;

    /**
     * Wait before the second attempt, doubled up to the second value; up to half of each wait is left out at random. Empty: the
     * default, which is {@code 500ms..60s} if durable (with 10 attempts about three minutes in all), else {@code 200ms..30s}.
     */
    String retry_backoff() default "";
}
