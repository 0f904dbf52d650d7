package io.mistersmith.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Turns payload records into JSON and back, and says which event type a record's class stands for.
 *
 * <p>Thread-safe. Unknown JSON fields are ignored and missing ones are null or zero, so that a record may gain and lose
 * components. What {@link #encode} accepts, {@link #decode} reads back equal. What is kept about a bundle's classes goes when the bundle stops.
 */
@ProviderType
public interface PayloadCodec {

    /**
     * The event type that a payload class names.
     *
     * @throws IllegalArgumentException if the class has no {@link EventType}, or a malformed one; the message shows the
     *     place
     */
    PayloadType typeOf(Class<?> payloadClass);

    /**
     * The records that a handler of this class takes, by event type: the record itself, or those that a sealed interface
     * permits.
     *
     * @throws IllegalArgumentException as {@link #typeOf}, or if two of the records name the same event type
     */
    <T> Map<String, Class<? extends T>> typesOf(Class<T> payloadClass);

    /**
     * Returns the value of the payload's {@link Subject} component; null when it has none, or when that is null.
     *
     * @throws PayloadException if the value holds characters that {@link AttributeText} refuses, or cannot be read
     */
    @Nullable
    String subjectOf(Object payload);

    /**
     * Writes the payload as one JSON value without line breaks; a {@link JsonPayload} as it is. The elements of a
     * {@link java.util.Set} are written in an order that depends only on the elements.
     *
     * @throws PayloadException if it cannot be written, or what was written cannot be read back equal: map keys without a
     *     text form, types that are known only at run time, numbers of more than 1,000 digits, NaN and infinity, halves of
     *     surrogate pairs, a constructor that changes its arguments; names the field
     */
    String encode(Object payload);

    /**
     * Reads the payload that a JSON value stands for.
     *
     * @throws PayloadException if the value does not fit the class, or holds a number of more than 1,000 digits once written
     *     out; names the field
     */
    <T> T decode(String json, Class<T> payloadClass);

    /**
     * Whether two JSON texts mean the same: white space, the order of keys and the spelling of strings do not count, and
     * numbers are compared by value ({@code 1}, {@code 1.0} and {@code 10e-1} are the same, and so are {@code 0} and
     * {@code -0}). The order of an array counts. Texts that are no JSON are the same if they are equal.
     */
    boolean same(String json, String other);
}
