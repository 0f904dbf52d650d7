package io.mistersmith.plugincode.support;

import io.mistersmith.plugincode.support.ThrowableCopier.Extent;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads throwables that may be a plugin's.
 *
 * <p>A throwable whose methods are the JDK's own is read on the calling thread. Where its class, or that of a cause or
 * suppressed throwable, replaces one of these methods, the replaced methods run on the given executor and the caller waits for
 * at most {@value #LIMIT_MILLIS} ms. What could not be read is left out, and the text says why. A class that once exceeded
 * the time is from then on read without its own methods.
 *
 * <p>Thread-safe. No method throws.
 */
public final class ThrowableReader {

    static final int LIMIT_MILLIS = 200;

    private static final Duration LIMIT = Duration.ofMillis(LIMIT_MILLIS);
    private static final String TOO_SLOW = "its methods did not return within " + LIMIT_MILLIS + " ms";

    private final TimeBox timeBox;
    private final Map<Class<?>, Boolean> slow = Collections.synchronizedMap(new WeakHashMap<>());

    /**
     * Makes a reader.
     *
     * @param executor gives the threads for methods that a plugin replaced; must not run tasks on the calling thread. Null,
     *     or a supplier that returns null, stands for no threads: then such methods are not called
     */
    public ThrowableReader(@Nullable Supplier<? extends @Nullable Executor> executor) {
        this(new TimeBox(executor == null ? () -> null : executor));
    }

    private ThrowableReader(TimeBox timeBox) {
        this.timeBox = timeBox;
    }

    /** Makes a reader that shares the limit of abandoned calls. */
    static ThrowableReader within(TimeBox timeBox) {
        return new ThrowableReader(timeBox);
    }

    /** Reads a throwable. Returns within the time limit, whatever the throwable's methods do. */
    public ReadThrowable read(Throwable thrown) {
        return read(new PluginCode("unknown", thrown.getClass().getName()), thrown);
    }

    ReadThrowable read(PluginCode thrower, Throwable thrown) {
        ThrowableCopier.Copy name = ThrowableCopier.copy(thrown, Extent.NAME, TOO_SLOW);
        if (name.pluginTypes().isEmpty() || name.pluginTypes().stream().anyMatch(slow::containsKey)) {
            return name.read();
        }
        TimeBox.Ended<ReadThrowable> ended =
                timeBox.call(thrower, LIMIT, () -> ThrowableCopier.copy(thrown, Extent.ALL, "its methods threw")
                        .read());
        ReadThrowable read = ended.value();
        if (read != null) {
            return read;
        }
        if (ended.state() == TimeBox.State.ABANDONED) {
            name.pluginTypes().forEach(type -> slow.put(type, true));
            return name.read();
        }
        return ThrowableCopier.copy(thrown, Extent.JDK_METHODS, "there is no thread to run its methods")
                .read();
    }
}
