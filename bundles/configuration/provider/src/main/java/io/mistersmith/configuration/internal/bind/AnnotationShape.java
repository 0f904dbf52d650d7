package io.mistersmith.configuration.internal.bind;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An annotation type as it is bound, read once by reflection: which element has which key. Immutable. */
final class AnnotationShape<C> {

    private final Class<C> type;
    private final List<Element> elements;

    /** A method without parameters; its default is null where it has none. */
    record Element(Method method, String key, @Nullable Object byDefault) {

        String name() {
            return method.getName();
        }

        Class<?> type() {
            return method.getReturnType();
        }

        @Nullable
        ClassLoader loader() {
            return method.getDeclaringClass().getClassLoader();
        }
    }

    private AnnotationShape(Class<C> type, List<Element> elements) {
        this.type = type;
        this.elements = List.copyOf(elements);
    }

    /**
     * @throws IllegalArgumentException if it is no annotation type, or one with elements that cannot be bound
     */
    static <C> AnnotationShape<C> of(Class<C> type) {
        if (!type.isAnnotation()) {
            throw new IllegalArgumentException("'" + type.getName() + "' is not an annotation type");
        }
        List<Element> elements = new ArrayList<>();
        for (Method element : type.getDeclaredMethods()) {
            if (element.getParameterCount() == 0 && !element.isSynthetic()) {
                if (!Conversions.canHold(element.getReturnType())) {
                    throw new IllegalArgumentException("'" + element.getName() + "' of " + type.getName()
                            + " is neither text, number, boolean, enum nor class, nor an array of those");
                }
                elements.add(new Element(element, KeyNames.of(type, element), element.getDefaultValue()));
            }
        }
        return new AnnotationShape<>(type, elements);
    }

    Class<C> type() {
        return type;
    }

    List<Element> elements() {
        return elements;
    }

    /** The values as a program reads them. */
    C view(AnnotationValues values) {
        Object proxy =
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (arguments != null) {
                        return self == arguments[0];
                    }
                    return switch (method.getName()) {
                        case "annotationType" -> type;
                        case "hashCode" -> System.identityHashCode(self);
                        case "toString" -> "@" + type.getName() + values;
                        default -> values.element(method.getName());
                    };
                });
        return type.cast(proxy);
    }

    /**
     * @throws BadValueException if a property cannot be what the element's type asks for
     */
    AnnotationValues values(Map<String, Object> properties) {
        return AnnotationValues.of(this, properties);
    }
}
