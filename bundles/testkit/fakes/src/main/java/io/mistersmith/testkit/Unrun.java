package io.mistersmith.testkit;

import io.mistersmith.threads.CancellableTask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** What pools that close do with a task that they accepted and did not run; see {@link io.mistersmith.threads.ThreadPools}. */
final class Unrun {

    private Unrun() {}

    static void end(Runnable task) {
        if (task instanceof CancellableTask cancellable) {
            cancellable.cancelled();
        } else if (task instanceof CompletableFuture.AsynchronousCompletionTask) {
            Thread.currentThread().interrupt();
            try {
                task.run();
            } finally {
                boolean unused = Thread.interrupted();
            }
        } else if (task instanceof Future<?> future) {
            boolean unused = future.cancel(false);
        }
    }
}
