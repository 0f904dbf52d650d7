package io.mistersmith.threads.internal;

import io.mistersmith.threads.Job;
import io.mistersmith.threads.Pool;
import io.mistersmith.threads.Task;
import io.mistersmith.threads.ThreadPools;
import java.time.Duration;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;

/** The {@link ThreadPools} as one bundle sees them: adds who is calling, holds nothing else. */
@Component(scope = ServiceScope.BUNDLE)
public final class ThreadPoolsProvider implements ThreadPools {

    private final ThreadPools view;

    @Activate
    public ThreadPoolsProvider(@Reference ThreadsCore core, ComponentContext context) {
        view = core.viewOf(context.getUsingBundle());
    }

    @Override
    public Pool compute() {
        return view.compute();
    }

    @Override
    public Pool io() {
        return view.io();
    }

    @Override
    public Pool blocking() {
        return view.blocking();
    }

    @Override
    public Pool named(String name) {
        return view.named(name);
    }

    @Override
    public Job<Void> every(Duration period, Task task) {
        return view.every(period, task);
    }

    @Override
    public Job<Void> after(Duration delay, Task task) {
        return view.after(delay, task);
    }
}
