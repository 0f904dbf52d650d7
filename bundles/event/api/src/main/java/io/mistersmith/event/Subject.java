package io.mistersmith.event;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the one component of a payload record that says what the event is about, such as an order number.
 *
 * <p>It is the ordering key, and the name of the stream that a guaranteed event is stored in. Its value is taken by
 * {@code toString()}; {@code null} means that the event has no subject.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Subject {}
