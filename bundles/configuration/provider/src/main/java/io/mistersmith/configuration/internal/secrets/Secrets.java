package io.mistersmith.configuration.internal.secrets;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts secrets into settings that name them as {@code $[secret:name]}, knows which PID uses which, and takes their values out
 * of texts again. Thread-safe.
 */
public final class Secrets {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\[secret:([^\\]\\[;$]*)]");
    private static final String MASK = "***";

    /** Shorter ones are not looked for in texts: they would be found in every second word. */
    public static final int SHORTEST = 4;

    /** How many values are remembered for that, the newest. */
    private static final int REMEMBERED = 4_096;

    private final SecretStore store;
    private final Map<String, Map<String, Optional<String>>> used = new HashMap<>(); // guarded by this
    private final Map<String, Optional<String>> looked = new HashMap<>(); // guarded by this
    private final Map<String, Boolean> values = new LinkedHashMap<>() { // guarded by Secrets.this
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                    return size() > REMEMBERED;
                }
            };

    public Secrets(SecretStore store) {
        this.store = store;
    }

    /** Whether a value names a secret. */
    public static boolean isReferred(String value) {
        return value.contains("$[secret:") && REFERENCE.matcher(value).find();
    }

    /** The first secret that a value still names; empty when it names none. */
    public static Optional<String> missing(String value) {
        Matcher reference = REFERENCE.matcher(value);
        return reference.find() ? Optional.of(reference.group(1)) : Optional.empty();
    }

    /** What to do about a secret that is missing. */
    public static String remedy(String name) {
        return "names the secret " + name + ", which is neither a file of data/secrets nor in "
                + SecretStore.variable(name);
    }

    /** The settings that name secrets, with those put in that there are; from now on the PID uses these. */
    public synchronized Map<String, String> resolve(String pid, Map<String, String> settings) {
        Map<String, Optional<String>> names = new HashMap<>();
        Map<String, String> resolved = resolve(settings, names);
        if (names.isEmpty()) {
            used.remove(pid);
        } else {
            used.put(pid, names);
        }
        return resolved;
    }

    /** As {@link #resolve}, but nobody uses them by this. */
    public synchronized Map<String, String> peek(Map<String, String> settings) {
        return resolve(settings, new HashMap<>());
    }

    private Map<String, String> resolve(Map<String, String> settings, Map<String, Optional<String>> names) {
        Map<String, String> resolved = new HashMap<>();
        settings.forEach((key, value) -> {
            if (isReferred(value)) {
                resolved.put(key, put(value, names));
            }
        });
        names.values().forEach(value -> value.ifPresent(this::remember));
        resolved.values().forEach(this::remember);
        return resolved;
    }

    private String put(String value, Map<String, Optional<String>> names) {
        StringBuilder whole = new StringBuilder();
        Matcher reference = REFERENCE.matcher(value);
        int from = 0;
        while (reference.find()) {
            String name = reference.group(1).strip();
            Optional<String> secret = names.computeIfAbsent(name, one -> Optional.ofNullable(store.get(one)));
            whole.append(value, from, reference.start()).append(secret.orElse(reference.group()));
            from = reference.end();
        }
        return whole.append(value.substring(from)).toString();
    }

    /** Takes a value that must not be shown; it is found in texts from now on. */
    public synchronized void remember(String value) {
        if (value.length() >= SHORTEST) {
            values.put(value, true);
        }
    }

    /** A text without any secret that was in a setting. */
    public synchronized String mask(String text) {
        String masked = text;
        List<String> longestFirst = new ArrayList<>(values.keySet());
        longestFirst.sort(Comparator.comparingInt(String::length).reversed());
        for (String value : longestFirst) {
            masked = masked.replace(value, MASK);
        }
        return masked;
    }

    /** Whether any PID uses a secret. */
    public synchronized boolean isUsed() {
        return !used.isEmpty();
    }

    /**
     * Looks at every secret that is used.
     *
     * @return the PIDs of which one has changed, and was the same at two looks
     */
    public synchronized Set<String> look() {
        Set<String> names = new HashSet<>();
        used.values().forEach(one -> names.addAll(one.keySet()));
        Map<String, Optional<String>> now = new HashMap<>();
        names.forEach(name -> now.put(name, Optional.ofNullable(store.get(name))));
        Set<String> changed = new TreeSet<>();
        used.forEach((pid, before) -> before.replaceAll((name, value) -> {
            Optional<String> present = now.getOrDefault(name, value);
            if (present.equals(value) || !present.equals(looked.get(name))) {
                return value;
            }
            changed.add(pid);
            return present;
        }));
        looked.clear();
        looked.putAll(now);
        return changed;
    }

    /** Forgets a PID whose configuration was deleted. */
    public synchronized void deleted(String pid) {
        used.remove(pid);
    }
}
