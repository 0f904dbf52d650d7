package io.mistersmith.event.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.deser.std.NumberDeserializers;
import com.fasterxml.jackson.databind.deser.std.PrimitiveArrayDeserializers;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.io.Serial;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Refuses JSON numbers that a double or float could hold only as infinity, and the text "NaN". */
final class FiniteNumbers extends DelegatingDeserializer {

    @Serial
    private static final long serialVersionUID = 1L;

    private FiniteNumbers(JsonDeserializer<?> deserializer) {
        super(deserializer);
    }

    static SimpleModule module() {
        SimpleModule module = new SimpleModule("finite numbers");
        for (Class<?> type : List.of(double.class, Double.class, float.class, Float.class)) {
            add(module, type, NumberDeserializers.find(type, type.getName()));
        }
        add(module, double[].class, PrimitiveArrayDeserializers.forType(double.class));
        add(module, float[].class, PrimitiveArrayDeserializers.forType(float.class));
        return module;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the deserializer of the library for that very type
    private static void add(SimpleModule module, Class<?> type, JsonDeserializer<?> deserializer) {
        module.addDeserializer((Class) type, new FiniteNumbers(deserializer));
    }

    @Override
    protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> deserializer) {
        return new FiniteNumbers(deserializer);
    }

    @Override
    public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        Object value = super.deserialize(parser, context);
        if (value instanceof double[] all) {
            for (double one : all) {
                check(parser, one);
            }
        } else if (value instanceof float[] all) {
            for (float one : all) {
                check(parser, one);
            }
        } else if (value instanceof Number number) {
            check(parser, number.doubleValue());
        }
        return value;
    }

    private void check(JsonParser parser, double value) throws IOException {
        if (!Double.isFinite(value)) {
            throw new UnfitValueException(
                    parser, "is out of range of " + handledType().getSimpleName());
        }
    }
}
