package io.mistersmith.configuration.internal.apply;

import io.mistersmith.configuration.DrainHook;
import io.mistersmith.plugincode.support.PluginCalls;
import io.mistersmith.plugincode.support.PluginCode;
import io.mistersmith.plugincode.support.PluginFailure;
import io.mistersmith.plugincode.support.ReadThrowable;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
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
    private final PluginCalls guard = new PluginCalls(this::pool);

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
            PluginFailure failure = guard.call(code(hook), () -> {
                        var unusedStage = hook.service().drain(pid, keys).whenComplete((done, thrown) -> {
                            if (thrown != null) {
                                failed(hook, pid, guard.read(thrown));
                            }
                            end.complete(null);
                        });
                        return null;
                    })
                    .failure();
            if (failure != null) {
                if (failure.thrown() != null && !isInterrupt(failure.thrown())) {
                    failed(hook, pid, failure.thrown());
                }
                end.complete(null);
            }
        });
        return new Share(hook, end, call);
    }

    private static PluginCode code(Hook hook) {
        return PluginCode.of(hook.name(), hook.service());
    }

    private static boolean isInterrupt(ReadThrowable thrown) { // the time of the drain is over, which is said elsewhere
        return thrown.className().equals(InterruptedException.class.getName());
    }

    private static void failed(Hook hook, String pid, ReadThrowable thrown) {
        LOG.warn("{}: the drain hook of {} failed, which counts as done", pid, hook.name(), thrown.loggable());
    }

    private void end(Share share, String pid) {
        if (share.call() != null) {
            share.call().cancel(true);
        }
        if (!share.hook().gone().isDone()) {
            var unused = run(() -> {
                PluginFailure failure = guard.call(code(share.hook()), () -> {
                            share.hook().service().resume(pid);
                            return null;
                        })
                        .failure();
                if (failure != null) {
                    LOG.warn("{}: the drain hook could not resume: {}", pid, failure, failure.loggable());
                }
            });
        }
    }

    /** Pool {@code blocking}, for calls of plugins; null while there is none. */
    public @Nullable ExecutorService pool() {
        return pools.getService();
    }

    private @Nullable Future<?> run(Runnable work) {
        ExecutorService pool = pool();
        if (pool != null) {
            try {
                return pool.submit(work);
            } catch (Throwable e) { // full, its provider is stopping, or no memory for a thread
                LOG.debug("Pool blocking has no thread", e);
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
