package io.mistersmith.threads.internal.engine;

/** Ends a worker after its task; the executor then puts a new thread in its place, and its queue is not touched. */
final class Renewal extends Error {

    private static final long serialVersionUID = 1L;

    Renewal() {
        super("the worker is renewed", null, false, false);
    }
}
