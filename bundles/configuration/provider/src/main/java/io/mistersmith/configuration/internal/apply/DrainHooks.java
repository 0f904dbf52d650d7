package io.mistersmith.configuration.internal.apply;

import io.mistersmith.configuration.DrainHook;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The {@link DrainHook} services, each called on pool {@code blocking}; on the caller's thread while there is none. */
public final class DrainHooks implements ServiceTrackerCustomizer<DrainHook, DrainHooks.Hook>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DrainHooks.class);
    private static final String POOL = "(&(objectClass=java.util.concurrent.ExecutorService)(threads.name=blocking))";

    private final BundleContext context;
    private final List<Hook> hooks = new CopyOnWriteArrayList<>();
    private final ServiceTracker<DrainHook, Hook> services;
    private final ServiceTracker<ExecutorService, ExecutorService> pools;

    /** A service that is there, until {@code gone} is complete. */
    record Hook(DrainHook service, String name, Set<String> pids, CompletableFuture<@Nullable Object> gone) {}

    /** One hook's share of a drain. */
    private record Share(Hook hook, CompletableFuture<@Nullable Object> end, @Nullable Future<?> call) {}

    @SuppressWarnings("this-escape") // the tracker calls back once it is open
    public DrainHooks(BundleContext context) throws InvalidSyntaxException {
        this.context = context;
        this.services = new ServiceTracker<>(context, DrainHook.class, this);
        this.pools = new ServiceTracker<>(context, context.createFilter(POOL), null);
    }

    public void open() {
        pools.open();
        services.open();
    }

    @Override
    public void close() {
        services.close();
        pools.close();
    }

    @Override
    public Hook addingService(ServiceReference<DrainHook> reference) {
        Hook hook = new Hook(
                context.getService(reference),
                String.valueOf(reference.getBundle().getSymbolicName()),
                pids(reference.getProperty(DrainHook.PID)),
                new CompletableFuture<>());
        hooks.add(hook);
        return hook;
    }

    @Override
    public void modifiedService(ServiceReference<DrainHook> reference, Hook hook) {
        // of a service that is registered anew for other PIDs
    }

    @Override
    public void removedService(ServiceReference<DrainHook> reference, Hook hook) {
        hooks.remove(hook);
        hook.gone().complete(null);
        context.ungetService(reference);
    }

    /** Asks the hooks of a PID. */
    public Applying.Drain drain(String pid, Set<String> keys) {
        List<Share> shares = hooks.stream()
                .filter(hook -> hook.pids().contains(pid) || hook.pids().contains(Applying.factory(pid)))
                .map(hook -> ask(hook, pid, keys))
                .toList();
        CompletableFuture<Void> all =
                CompletableFuture.allOf(shares.stream().map(Share::end).toArray(CompletableFuture<?>[]::new));
        return new Applying.Drain() {
            @Override
            public CompletionStage<?> done() {
                return all;
            }

            @Override
            public Collection<String> late() {
                return shares.stream()
                        .filter(share -> !share.end().isDone())
                        .map(share -> share.hook().name())
                        .toList();
            }

            @Override
            public void resume() {
                shares.forEach(share -> end(share, pid));
            }
        };
    }

    private Share ask(Hook hook, String pid, Set<String> keys) {
        CompletableFuture<@Nullable Object> end = new CompletableFuture<>();
        var unused = hook.gone().whenComplete((gone, thrown) -> end.complete(null));
        Future<?> call = run(() -> {
            try {
                hook.service().drain(pid, keys).whenComplete((done, thrown) -> ended(hook, pid, end, thrown));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                end.complete(null);
            } catch (RuntimeException | LinkageError e) {
                ended(hook, pid, end, e);
            }
        });
        return new Share(hook, end, call);
    }

    private static void ended(
            Hook hook, String pid, CompletableFuture<@Nullable Object> end, @Nullable Throwable thrown) {
        if (thrown != null) {
            LOG.warn("{}: the drain hook of {} failed, which counts as done", pid, hook.name(), thrown);
        }
        end.complete(null);
    }

    private void end(Share share, String pid) {
        if (share.call() != null) {
            share.call().cancel(true);
        }
        if (!share.hook().gone().isDone()) {
            var unused = run(() -> {
                try {
                    share.hook().service().resume(pid);
                } catch (RuntimeException | LinkageError e) {
                    LOG.warn(
                            "{}: the drain hook of {} could not resume",
                            pid,
                            share.hook().name(),
                            e);
                }
            });
        }
    }

    private @Nullable Future<?> run(Runnable work) {
        ExecutorService pool = pools.getService();
        if (pool != null) {
            try {
                return pool.submit(work);
            } catch (RejectedExecutionException e) {
                LOG.debug("Pool blocking is full", e);
            }
        }
        work.run();
        return null;
    }

    private static Set<String> pids(@Nullable Object property) {
        if (property instanceof String[] several) {
            return Set.of(several);
        }
        return property == null ? Set.of() : Set.of(property.toString());
    }
}
