package io.mistersmith.pools;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** No resource came in time. Its cause, if any, is why the pool could not make one. */
public final class AcquireTimeoutException extends PoolException {

    private static final long serialVersionUID = 1L;

    private final Duration timeout;
    private final Map<String, Integer> holders;

    /**
     * Says which pool, how long was waited, and who holds its resources.
     *
     * @param max resources there may be
     * @param creating resources being made
     * @param holders how many each bundle holds
     * @param cause why none could be made; null if that did not fail
     */
    public AcquireTimeoutException(
            String pool,
            Duration timeout,
            int max,
            int creating,
            Map<String, Integer> holders,
            @Nullable Throwable cause) {
        this(pool, "", timeout, max, creating, holders, cause);
    }

    /**
     * Says also what of the pool was wanted.
     *
     * @param path of the file whose own limit was reached; empty: it was the limit of the pool
     * @param max resources there may be by that limit
     * @param creating resources being made
     * @param holders how many of these each bundle holds
     * @param cause why none could be made; null if that did not fail
     */
    public AcquireTimeoutException(
            String pool,
            String path,
            Duration timeout,
            int max,
            int creating,
            Map<String, Integer> holders,
            @Nullable Throwable cause) {
        super(pool, text(pool, path, timeout, max, creating, holders, cause), cause);
        this.timeout = timeout;
        this.holders = Map.copyOf(holders);
    }

    private static String text(
            String pool,
            String path,
            Duration timeout,
            int max,
            int creating,
            Map<String, Integer> holders,
            @Nullable Throwable cause) {
        String held = holders.isEmpty()
                ? "nobody"
                : new TreeMap<>(holders)
                        .entrySet().stream()
                                .map(one -> one.getKey() + "=" + one.getValue())
                                .collect(Collectors.joining(", "));
        String what = path.isEmpty() ? "" : ", path=\"" + PathRefusedException.shown(path) + "\"";
        return "No resource in time: pool=" + pool + what + ", timeout=" + timeout.toMillis() + " ms, max=" + max
                + ", creating=" + creating + ", held by " + held
                + (cause == null ? "" : "; making one failed: " + why(cause));
    }

    /** The message, and the innermost one if that says more: where TLS fails, only that one says why. */
    private static String why(Throwable cause) {
        Throwable innermost = cause;
        for (int depth = 0; depth < 20 && innermost.getCause() != null; depth++) {
            innermost = innermost.getCause();
        }
        String text = String.valueOf(cause.getMessage());
        String inner = innermost.getMessage();
        return inner == null || text.contains(inner) ? text : text + " (" + inner + ")";
    }

    /** How long was waited. */
    public Duration timeout() {
        return timeout;
    }

    /** How many resources each bundle held at that moment; the key is symbolic name and version. */
    public Map<String, Integer> holders() {
        return holders;
    }

    @Override
    public boolean retryable() {
        return true;
    }
}
