package io.mistersmith.testkit.bus;

import io.mistersmith.eventbus.EventHandler;
import io.mistersmith.eventbus.Subscribe;
import io.mistersmith.eventbus.internal.core.Options;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.function.Consumer;

/** Reads from a handler's class what the container reads from its service's properties. */
final class AnnotatedHandler {

    private AnnotatedHandler() {}

    static Class<?> payload(Class<?> handler) {
        for (Class<?> type = handler; type != null; type = type.getSuperclass()) {
            for (Type each : type.getGenericInterfaces()) {
                if (each instanceof ParameterizedType parameterized
                        && parameterized.getRawType() == EventHandler.class) {
                    return raw(handler, parameterized.getActualTypeArguments()[0]);
                }
            }
        }
        throw unknown(handler);
    }

    static Consumer<Options> options(Class<?> handler) {
        Subscribe said = handler.getAnnotation(Subscribe.class);
        return options -> {
            if (said != null) {
                apply(said, options);
            }
        };
    }

    private static void apply(Subscribe said, Options options) {
        if (said.types().length > 0) {
            options.types(said.types());
        }
        options.concurrency(said.concurrency())
                .queueCapacity(said.queue_capacity())
                .pool(said.pool())
                .retry(said.retry_attempts(), said.retry_backoff())
                .start(said.start());
        if (said.durable().isEmpty()) {
            options.overflow(said.overflow());
        } else {
            options.durable(said.durable());
        }
    }

    private static Class<?> raw(Class<?> handler, Type type) {
        if (type instanceof Class<?> payload) {
            return payload;
        }
        if (type instanceof ParameterizedType parameterized && parameterized.getRawType() instanceof Class<?> payload) {
            return payload;
        }
        throw unknown(handler);
    }

    private static IllegalArgumentException unknown(Class<?> handler) {
        return new IllegalArgumentException(handler.getName()
                + " does not say what it handles: write a class that implements EventHandler<Payload>, or name the payload"
                + " in subscribe");
    }
}
