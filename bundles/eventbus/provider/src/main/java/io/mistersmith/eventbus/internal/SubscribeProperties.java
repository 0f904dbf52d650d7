package io.mistersmith.eventbus.internal;

import io.mistersmith.eventbus.internal.core.Options;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns the service properties that {@link io.mistersmith.eventbus.Subscribe} stands for into options. */
final class SubscribeProperties {

    private static final String PREFIX = "bus.";

    private final Function<String, @Nullable Object> properties;

    SubscribeProperties(Function<String, @Nullable Object> properties) {
        this.properties = properties;
    }

    /**
     * Sets what is there.
     *
     * @throws IllegalArgumentException if a value is wrong; the message names its key
     */
    void applyTo(Options options) {
        String[] types = texts(properties.apply(PREFIX + "types"));
        if (types.length > 0) {
            options.types(types);
        }
        text("durable", options::durable);
        text("start", options::start);
        number("concurrency", options::concurrency);
        number("queue.capacity", options::queueCapacity);
        text("overflow", options::overflow);
        text("pool", options::pool);
        String given = value("retry.backoff");
        String backoff = given == null ? "" : given;
        options.retry(0, backoff);
        number("retry.attempts", n -> options.retry(n, backoff));
    }

    private void text(String key, Consumer<String> option) {
        String value = value(key);
        if (value != null) {
            option.accept(value);
        }
    }

    private void number(String key, Consumer<Integer> option) {
        String value = value(key);
        if (value == null) {
            return;
        }
        int number;
        try {
            number = Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(PREFIX + key + "=" + value + " is not a whole number", e);
        }
        option.accept(number);
    }

    private @Nullable String value(String key) {
        Object value = properties.apply(PREFIX + key);
        String text = value == null ? "" : value.toString().trim();
        return text.isEmpty() ? null : text;
    }

    private static String[] texts(@Nullable Object value) {
        if (value instanceof String[] many) {
            return many;
        }
        if (value instanceof Collection<?> many) {
            return many.stream().map(String::valueOf).toArray(String[]::new);
        }
        String one = value == null ? "" : value.toString().trim();
        return one.isEmpty() ? new String[0] : one.split("\\s*,\\s*");
    }
}
