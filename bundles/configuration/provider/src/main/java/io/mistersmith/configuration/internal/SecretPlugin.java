package io.mistersmith.configuration.internal;

import io.mistersmith.configuration.internal.guard.Delay;
import io.mistersmith.configuration.internal.schema.Attribute;
import io.mistersmith.configuration.internal.schema.Schema;
import io.mistersmith.configuration.internal.schema.Texts;
import io.mistersmith.configuration.internal.secrets.Secrets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationPlugin;

/**
 * Puts secrets in the place of {@code $[secret:name]}, and hands a configuration out anew when one that it uses has changed.
 *
 * <p>What holds a secret becomes an array of characters. So the guard, which makes it a text again, knows that it must not be
 * shown, and Karaf's interpolation, which takes texts only, does not look for placeholders in a secret.
 */
final class SecretPlugin implements ConfigurationPlugin {

    /** Behind the layers (400), before Karaf's interpolation (500). */
    static final int RANKING = 450;

    /** Between two looks; a secret is taken when it was the same at two. */
    static final Duration LOOK = Duration.ofMillis(300);

    private final Secrets secrets;
    private final Delay delay;
    private final Consumer<String> redeliver;
    private final AtomicBoolean looking = new AtomicBoolean();

    /** The texts that name secrets, by PID and key. */
    private final Map<String, Map<String, Place>> places = new ConcurrentHashMap<>();

    /** Names secrets; not any more, where values of before may be in force still. */
    private record Place(String text, boolean present) {}

    /**
     * @param redeliver hands a PID's configuration out once more
     */
    SecretPlugin(Secrets secrets, Delay delay, Consumer<String> redeliver) {
        this.secrets = secrets;
        this.delay = delay;
        this.redeliver = redeliver;
    }

    @Override
    public void modifyConfiguration(@Nullable ServiceReference<?> reference, Dictionary<String, Object> properties) {
        if (!(properties.get("service.pid") instanceof String pid)) {
            return;
        }
        Map<String, String> texts = texts(FrameworkUtil.asMap(properties));
        Map<String, String> resolved = secrets.resolve(pid, texts);
        texts.keySet().retainAll(resolved.keySet());
        places.compute(pid, (key, before) -> named(before, texts));
        resolved.forEach((key, value) -> properties.put(key, value.toCharArray()));
        if (!resolved.isEmpty() && looking.compareAndSet(false, true)) {
            delay.after(LOOK, this::look);
        }
    }

    private static Map<String, String> texts(Map<String, Object> properties) {
        Map<String, String> texts = new HashMap<>();
        properties.forEach((key, value) -> {
            if (value instanceof String text) {
                texts.put(key, text);
            } else if (value instanceof String[] list && Arrays.stream(list).anyMatch(Secrets::isReferred)) {
                texts.put(key, Texts.join(List.of(list)));
            }
        });
        return texts;
    }

    /** As when a configuration is handed out, but nobody counts as a user of the secrets by it. */
    Map<String, Object> preview(Map<String, Object> values) {
        Map<String, Object> filled = new LinkedHashMap<>(values);
        secrets.peek(texts(values)).forEach((key, value) -> filled.put(key, value.toCharArray()));
        return filled;
    }

    /** Has what a type says is a secret taken out of texts from now on. */
    void remember(Schema schema, Map<String, Object> values) {
        schema.attributes().stream()
                .filter(Attribute::isSecret)
                .map(attribute -> values.get(attribute.id()))
                .filter(Objects::nonNull)
                .forEach(secret -> secrets.remember(secret.toString()));
    }

    /** Puts the texts back that name the secrets: whoever shows values, or writes them to a file, gets where the secret is. */
    void hide(Dictionary<String, Object> properties) {
        hide(properties, key -> true);
    }

    /** The same for keys that nobody knows: they would become service properties, for everybody to list. */
    void hideUnknown(Schema schema, Dictionary<String, Object> properties) {
        hide(properties, key -> schema.attribute(key).isEmpty());
    }

    private void hide(Dictionary<String, Object> properties, Predicate<String> keys) {
        if (properties.get("service.pid") instanceof String pid) {
            places.getOrDefault(pid, Map.of()).forEach((key, place) -> {
                Object value = keys.test(key) ? properties.get(key) : null;
                if (value != null && (isSecret(value) || (place.present() && isShort(value)))) {
                    properties.put(key, place.text());
                }
            });
        }
    }

    private boolean isSecret(Object value) {
        String text = value instanceof Object[] many ? Arrays.toString(many) : value.toString();
        return !secrets.mask(text).equals(text);
    }

    /** Secrets that are as short as this are not looked for in texts. */
    private static boolean isShort(Object value) {
        return value.toString().length() < Secrets.SHORTEST;
    }

    private static @Nullable Map<String, Place> named(@Nullable Map<String, Place> before, Map<String, String> texts) {
        Map<String, Place> now = new HashMap<>();
        if (before != null) {
            before.forEach((key, place) -> now.put(key, new Place(place.text(), false)));
        }
        texts.forEach((key, text) -> now.put(key, new Place(text, true)));
        return now.isEmpty() ? null : now;
    }

    /** Whether a PID uses secrets. */
    boolean isUsedBy(@Nullable Object pid) {
        return pid != null && places.containsKey(pid.toString());
    }

    /** Makes texts of what this made arrays, where no guard did. */
    static void open(Dictionary<String, Object> properties) {
        for (String key : Collections.list(properties.keys())) {
            if (properties.get(key) instanceof char[] characters) {
                properties.put(key, new String(characters));
            }
        }
    }

    private void look() {
        secrets.look().forEach(redeliver);
        if (secrets.isUsed()) {
            delay.after(LOOK, this::look);
        } else {
            looking.set(false);
        }
    }
}
