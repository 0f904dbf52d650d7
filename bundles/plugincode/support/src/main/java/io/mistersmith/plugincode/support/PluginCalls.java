package io.mistersmith.plugincode.support;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls code of plugins so that nothing it does reaches the caller's other work.
 *
 * <p>Whatever the code throws becomes a {@link PluginFailure}; the interrupt flag and the context class loader of the calling
 * thread are after each call what they were before. An interrupt from elsewhere that arrives during the call is the call's:
 * it ends the call, not the caller.
 *
 * <p>This holds for every {@link Throwable}. An {@link OutOfMemoryError} or {@link StackOverflowError} is the failure of the
 * call that ran into it, because its own frames are gone and other callers may well go on; whether the JVM ends on an
 * OutOfMemoryError is decided by the JVM's options, before anything here sees it. A {@link ThreadDeath} ends the call as well:
 * the thread belongs to a pool, and is not the plugin's to end.
 *
 * <p>Thread-safe. Calls do not wait for each other.
 */
public final class PluginCalls {

    private final TimeBox timeBox;
    private final ThrowableReader reader;

    /**
     * Makes calls for one component.
     *
     * @param executor gives the threads for calls with a time limit, and for reading throwables with methods of their own; must
     *     not run tasks on the calling thread. A supplier that returns null stands for no threads at the moment
     */
    public PluginCalls(Supplier<? extends @Nullable Executor> executor) {
        timeBox = new TimeBox(executor);
        reader = ThrowableReader.within(timeBox);
    }

    /** Calls the code on this thread. Returns when the code does; a caller that must not wait passes a limit. */
    public <T> PluginResult<T> call(PluginCode code, Callable<? extends @Nullable T> work) {
        Thread thread = Thread.currentThread();
        boolean interrupted = thread.isInterrupted();
        ClassLoader loader = thread.getContextClassLoader();
        PluginResult<T> result;
        try {
            result = PluginResult.returned(work.call());
        } catch (Throwable e) { // see the class comment for why every one
            boolean unused = Thread.interrupted(); // reading the throwable waits
            result = PluginResult.failed(threw(code, e));
        }
        if (thread.isInterrupted() != interrupted) {
            if (interrupted) {
                thread.interrupt();
            } else {
                boolean unused = Thread.interrupted();
            }
        }
        if (thread.getContextClassLoader() != loader) {
            thread.setContextClassLoader(loader);
        }
        return result;
    }

    /**
     * Calls the code on a thread of the executor and waits for it for a limited time. A call that does not return in time is
     * interrupted and abandoned; while {@value TimeBox#MAX_ABANDONED} abandoned calls have not returned, the code is not
     * called.
     *
     * @param limit from now until the code has returned, more than 0
     */
    public <T> PluginResult<T> call(PluginCode code, Duration limit, Callable<? extends @Nullable T> work) {
        TimeBox.Ended<T> ended = timeBox.call(code, limit, work);
        Throwable thrown = ended.thrown();
        if (ended.state() == TimeBox.State.RETURNED) {
            return PluginResult.returned(ended.value());
        }
        if (ended.state() == TimeBox.State.THREW && thrown != null) {
            return PluginResult.failed(threw(code, thrown));
        }
        if (ended.interrupted()) {
            return failed(PluginFailure.Kind.INTERRUPTED, code, "was given up: the waiting thread was interrupted");
        }
        return ended.state() == TimeBox.State.ABANDONED
                ? failed(PluginFailure.Kind.TIMED_OUT, code, "did not return within " + limit.toMillis() + " ms")
                : failed(PluginFailure.Kind.NOT_CALLED, code, "was not called: " + ended.why());
    }

    /**
     * As {@link #call(PluginCode, Duration, Callable)}, but a call for which there is no thread is made on this one, without the
     * limit: for code that has to be called even while the container starts. Code of which an abandoned call has not returned is
     * not called.
     */
    public <T> PluginResult<T> callAlways(PluginCode code, Duration limit, Callable<? extends @Nullable T> work) {
        if (isAbandoned(code)) {
            return failed(PluginFailure.Kind.NOT_CALLED, code, "was not called: an earlier call has not returned");
        }
        PluginResult<T> result = call(code, limit, work);
        PluginFailure failure = result.failure();
        boolean noThread = failure != null
                && failure.kind() == PluginFailure.Kind.NOT_CALLED
                && timeBox.list().size() < TimeBox.MAX_ABANDONED;
        return noThread ? call(code, work) : result;
    }

    private boolean isAbandoned(PluginCode code) {
        return timeBox.list().stream().anyMatch(call -> call.code().equals(code));
    }

    /** Reads what code of a plugin threw somewhere else, such as what a stage failed with. */
    public ReadThrowable read(Throwable thrown) {
        return reader.read(thrown);
    }

    /** Returns the calls that have not returned although nobody waits for them any longer, the oldest first. */
    public List<AbandonedCall> abandoned() {
        return timeBox.list();
    }

    /** Returns how many calls were abandoned since this object was made. */
    public long abandonedTotal() {
        return timeBox.total();
    }

    private PluginFailure threw(PluginCode code, Throwable thrown) {
        ReadThrowable read = reader.read(code, thrown);
        return new PluginFailure(PluginFailure.Kind.THREW, code, "threw " + read.summary(), read);
    }

    private static <T> PluginResult<T> failed(PluginFailure.Kind kind, PluginCode code, String summary) {
        return PluginResult.failed(new PluginFailure(kind, code, summary, null));
    }
}
