package io.mistersmith.event;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names the event type of a payload record: dotted lower case, noun then past verb, such as {@code order.placed}. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface EventType {

    /** The type's name: segments of {@code [a-z][a-z0-9_-]*} joined by dots, 255 characters at most. */
    String value();

    /** Version of the payload's shape, 1 or more; raise it when old stored events no longer fit the record. */
    int version() default 1;
}
