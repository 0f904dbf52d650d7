package io.mistersmith.event.internal;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A component whose type is a sealed interface says in {@code @type} which of its records it is, by simple name. Only the
 * permitted records can be made; nothing in JSON names a class to load.
 */
final class SealedTypes extends JacksonAnnotationIntrospector {

    static final String PROPERTY = "@type";

    @Serial
    private static final long serialVersionUID = 1L;

    @Override
    public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
        JsonTypeInfo.Value declared = super.findPolymorphicTypeInfo(config, annotated);
        if (declared != null || !sealed(annotated)) {
            return declared;
        }
        return JsonTypeInfo.Value.construct(
                JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, PROPERTY, null, false, Boolean.TRUE, null);
    }

    @Override
    public @Nullable List<NamedType> findSubtypes(Annotated annotated) {
        List<NamedType> declared = super.findSubtypes(annotated);
        if (declared != null || !sealed(annotated)) {
            return declared;
        }
        List<NamedType> names = new ArrayList<>();
        for (Class<?> leaf : PayloadClass.leaves(annotated.getRawType())) {
            names.add(new NamedType(leaf, leaf.getSimpleName()));
        }
        return names;
    }

    private static boolean sealed(Annotated annotated) {
        Class<?> type = annotated.getRawType();
        // of the class itself only: a component's own annotations come by another way
        return annotated instanceof AnnotatedClass && type.isInterface() && type.isSealed();
    }
}
