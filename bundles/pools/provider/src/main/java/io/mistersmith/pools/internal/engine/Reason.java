package io.mistersmith.pools.internal.engine;

/** Why something failed, in one line. */
public final class Reason {

    private static final int DEEPEST = 20;

    private Reason() {}

    /** The failure, and the innermost message if that says more: where TLS fails, only that one says why. */
    public static String of(Throwable failure) {
        Throwable innermost = failure;
        for (int depth = 0; depth < DEEPEST && innermost.getCause() != null; depth++) {
            innermost = innermost.getCause();
        }
        String text = failure.toString();
        String inner = innermost.getMessage();
        return inner == null || text.contains(inner) ? text : text + " (" + inner + ")";
    }
}
