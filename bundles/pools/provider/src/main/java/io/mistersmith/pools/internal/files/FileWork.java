package io.mistersmith.pools.internal.files;

import io.mistersmith.pools.internal.engine.Work;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The threads of one pool for the engines in it, of which one only has a timer: there may be thousands. */
final class FileWork implements Work {

    private static final Timer NONE_NEEDED = () -> {};

    private final Supplier<Work> work;
    private final @Nullable Runnable also;

    private FileWork(Supplier<Work> work, @Nullable Runnable also) {
        this.work = work;
        this.also = also;
    }

    /** Each time that is looked, this is done too. */
    static FileWork with(Work work, Runnable also) {
        return new FileWork(() -> work, also);
    }

    /** Nothing is looked at: there are only permits, which do not age. */
    static FileWork withoutTimer(Supplier<Work> work) {
        return new FileWork(work, null);
    }

    @Override
    public void run(Runnable task, Duration limit, Runnable never) {
        work.get().run(task, limit, never);
    }

    @Override
    public boolean soon(Runnable task) {
        return work.get().soon(task);
    }

    @Override
    public @Nullable Timer after(Duration delay, Runnable task, Runnable lost) {
        return work.get().after(delay, task, lost);
    }

    @Override
    public @Nullable Timer every(Duration period, Runnable task) {
        Runnable more = also;
        if (more == null) {
            return NONE_NEEDED;
        }
        return work.get().every(period, () -> {
            task.run();
            more.run();
        });
    }
}
