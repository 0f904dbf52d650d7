package io.mistersmith.event.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.LRUMap;
import com.fasterxml.jackson.databind.util.LookupCache;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Makes Jackson mappers that are strict about JSON, exact about numbers, and keep their types to themselves. */
final class Mappers {

    static final int MAX_DEPTH = 100;
    static final int MAX_NAME = 1_000;
    static final int MAX_TEXT = 16 << 20;

    private Mappers() {}

    /** For the payload classes of one loader. */
    static ObjectMapper payloads() {
        // No class name in JSON is ever looked at: no default typing. Modules by hand: none is found inside OSGi.
        LookupCache<Object, JavaType> types = new LRUMap<>(16, 200);
        JsonMapper mapper = JsonMapper.builder(factory())
                .typeFactory(TypeFactory.defaultInstance().withCache(types))
                // a zone named UTC is not the offset Z
                .addModule(new JavaTimeModule().disable(JavaTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID))
                .addModule(new Jdk8Module())
                .addModule(new SimpleModule("ordered-sets").setSerializerModifier(new OrderedSets()))
                .addModule(FiniteNumbers.module())
                .annotationIntrospector(new SealedTypes())
                .accessorNaming(new RecordComponents())
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .enable(SerializationFeature.WRITE_DATES_WITH_ZONE_ID)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
        mapper.getSerializerProvider().setNullKeySerializer(new NullKey());
        return mapper;
    }

    private static final class NullKey extends JsonSerializer<Object> {

        @Override
        public void serialize(@Nullable Object key, JsonGenerator generator, SerializerProvider provider)
                throws IOException {
            throw new UnfitValueException(generator, "has a key that is null");
        }
    }

    /** For JSON whose classes nobody knows. */
    static ObjectMapper trees() {
        return JsonMapper.builder(factory())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
    }

    private static JsonFactory factory() {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxNumberLength(NumberForm.MAX_LENGTH)
                        .maxNameLength(MAX_NAME)
                        .maxStringLength(MAX_TEXT)
                        .maxDocumentLength(MAX_TEXT)
                        .build())
                .streamWriteConstraints(StreamWriteConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
    }
}
