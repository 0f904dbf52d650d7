package io.mistersmith.event.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import com.fasterxml.jackson.databind.ser.ContextualSerializer;
import com.fasterxml.jackson.databind.type.CollectionType;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Writes the elements of every {@link Set} in one order: numbers ascending and first, then all others by their canonical JSON.
 * Equal sets may iterate in any order, and {@code Set.of} does in a different one in each JVM; an array in JSON has an order.
 */
final class OrderedSets extends BeanSerializerModifier {

    private static final long serialVersionUID = 1L;

    @Override
    public JsonSerializer<?> modifyCollectionSerializer(
            SerializationConfig config, CollectionType type, BeanDescription description, JsonSerializer<?> found) {
        return Set.class.isAssignableFrom(type.getRawClass()) ? new Ordered(cast(found)) : found;
    }

    @SuppressWarnings("unchecked") // of a serializer that Jackson found for this very type
    private static JsonSerializer<Object> cast(JsonSerializer<?> serializer) {
        return (JsonSerializer<Object>) serializer;
    }

    private record Element(TokenBuffer tokens, String canonical) {}

    /** Lets the usual serializer write to a buffer, and copies the elements from there in their order. */
    private static final class Ordered extends JsonSerializer<Object> implements ContextualSerializer {

        private static final Comparator<Element> ORDER =
                Comparator.comparing(Element::canonical, CanonicalJson.ELEMENTS);

        private final JsonSerializer<Object> usual;

        Ordered(JsonSerializer<Object> usual) {
            this.usual = usual;
        }

        @Override
        public JsonSerializer<?> createContextual(SerializerProvider provider, BeanProperty property)
                throws JsonMappingException {
            JsonSerializer<?> contextual = provider.handleSecondaryContextualization(usual, property);
            return contextual == usual ? this : new Ordered(cast(contextual));
        }

        @Override
        public boolean isEmpty(SerializerProvider provider, Object value) {
            return usual.isEmpty(provider, value);
        }

        @Override
        public void serialize(Object value, JsonGenerator out, SerializerProvider provider) throws IOException {
            if (((Set<?>) value).size() < 2) {
                usual.serialize(value, out, provider);
                return;
            }
            List<Element> elements = new ArrayList<>();
            try (TokenBuffer all = provider.bufferForValueConversion(out.getCodec())) {
                usual.serialize(value, all, provider);
                JsonParser parser = all.asParser();
                parser.nextToken();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    TokenBuffer element = provider.bufferForValueConversion(out.getCodec());
                    element.copyCurrentStructure(parser);
                    elements.add(new Element(element, canonical(element, out)));
                }
            }
            elements.sort(ORDER);
            out.writeStartArray(value, elements.size());
            for (Element element : elements) {
                element.tokens().serialize(out);
                element.tokens().close();
            }
            out.writeEndArray();
        }

        @Override
        public void serializeWithType(Object value, JsonGenerator out, SerializerProvider provider, TypeSerializer type)
                throws IOException {
            usual.serializeWithType(value, out, provider, type);
        }

        private static String canonical(TokenBuffer element, JsonGenerator out) throws IOException {
            StringWriter text = new StringWriter();
            try (JsonGenerator json = out.getCodec().getFactory().createGenerator(text)) {
                element.serialize(json);
            }
            return CanonicalJson.of(text.toString());
        }
    }
}
