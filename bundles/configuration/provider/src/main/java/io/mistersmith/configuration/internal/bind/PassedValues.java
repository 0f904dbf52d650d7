package io.mistersmith.configuration.internal.bind;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;

/**
 * The values of PIDs that passed the checks, as Config Admin hands them out. Kept until something that has a say in them
 * changes: the configuration itself, which is asked each time, and everything that {@link #changed} is told of. Thread-safe.
 *
 * <p>Of a PID without a configuration nothing is kept.
 */
public final class PassedValues {

    private final Function<String, @Nullable Configuration> find;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();

    /** What was answered when the configuration had this count of changes. */
    private record Answer(Configuration configuration, long count, Map<String, Object> values) {

        boolean isOfNow() {
            try {
                return configuration.getChangeCount() == count;
            } catch (IllegalStateException e) {
                return false; // deleted
            }
        }
    }

    /**
     * @param find the configuration of a PID, null when it has no values
     */
    public PassedValues(Function<String, @Nullable Configuration> find) {
        this.find = find;
    }

    /** The values of a PID; empty when it has no configuration. */
    public Map<String, Object> of(String pid) {
        Answer answer = answers.get(pid);
        return answer != null && answer.isOfNow() ? answer.values() : ask(pid);
    }

    private Map<String, Object> ask(String pid) {
        long before = changes.get();
        Configuration configuration = find.apply(pid);
        if (configuration == null) {
            return Map.of();
        }
        long count = configuration.getChangeCount();
        Map<String, Object> values = Collections.unmodifiableMap(
                new HashMap<>(FrameworkUtil.asMap(configuration.getProcessedProperties(null))));
        Answer answer = new Answer(configuration, count, values);
        answers.put(pid, answer);
        if (changes.get() != before) {
            answers.remove(pid, answer); // whoever told of that may have come before it was kept
        }
        return values;
    }

    /** The next who asks for a PID gets what is in force then. */
    public void changed(String pid) {
        changes.incrementAndGet();
        answers.remove(pid);
    }

    /** As {@link #changed(String)} for all PIDs. */
    public void changed() {
        changes.incrementAndGet();
        answers.clear();
    }
}
