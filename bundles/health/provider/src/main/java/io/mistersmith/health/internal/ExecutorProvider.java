package io.mistersmith.health.internal;

import io.mistersmith.health.internal.execution.CheckSource;
import io.mistersmith.health.internal.execution.Description;
import io.mistersmith.health.internal.execution.Executions;
import io.mistersmith.health.internal.execution.Limits;
import io.mistersmith.threads.Job;
import io.mistersmith.threads.ThreadPools;
import java.time.Duration;
import java.util.List;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.execution.HealthCheckExecutionOptions;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wiring of the one executor of checks: which there are, and the threads. The work is in {@link Executions}. It has no
 * configuration of its own, so that the checks of plugins are asked also while ours are off.
 */
@Component(
        service = {HealthCheckExecutor.class, ExecutorProvider.class},
        immediate = true)
public final class ExecutorProvider implements HealthCheckExecutor {

    private static final Logger LOG = LoggerFactory.getLogger(ExecutorProvider.class);
    private static final Duration TICK = Duration.ofSeconds(1);

    private final Executions executions = new Executions(Limits.defaults(), System::currentTimeMillis);
    private final ServiceTracker<HealthCheck, Description> tracker;
    private @Nullable ThreadPools threads; // guarded by this
    private @Nullable Job<Void> ticks; // guarded by this

    /** Looks for checks from now on. */
    @Activate
    public ExecutorProvider(BundleContext context) {
        tracker = new ServiceTracker<>(context, HealthCheck.class, new Whiteboard(context));
        tracker.open();
    }

    /** Ends those that run. */
    @Deactivate
    public synchronized void close() {
        stopTicking();
        tracker.close();
        executions.threads(null);
    }

    /** From now on checks run there. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public synchronized void bindThreads(ThreadPools came) {
        stopTicking();
        threads = came;
        executions.threads(came);
        ticks = came.every(TICK, executions::tick);
    }

    /** The old service may go before or after the new one comes, so who goes is compared. */
    synchronized void unbindThreads(ThreadPools went) {
        if (threads == went) {
            stopTicking();
            threads = null;
            executions.threads(null);
        }
    }

    private synchronized void stopTicking() {
        if (ticks != null) {
            boolean unused = ticks.cancel();
            ticks = null;
        }
    }

    void limits(Limits limits) {
        executions.limits(limits);
    }

    /** As far as is known now, without waiting. */
    List<HealthCheckExecutionResult> look() {
        return executions.look();
    }

    @Override
    public List<HealthCheckExecutionResult> execute(HealthCheckSelector selector) {
        return executions.execute(selector);
    }

    @Override
    public List<HealthCheckExecutionResult> execute(HealthCheckSelector selector, HealthCheckExecutionOptions options) {
        return executions.execute(selector, options);
    }

    /** Tells the executor which checks there are; a check is made when it is asked for the first time. */
    private final class Whiteboard implements ServiceTrackerCustomizer<HealthCheck, Description> {

        private final BundleContext context;

        Whiteboard(BundleContext context) {
            this.context = context;
        }

        @Override
        public Description addingService(ServiceReference<HealthCheck> service) {
            Description description = Description.of(service, context.getBundle());
            tell(description);
            executions.add(description, source(service));
            return description;
        }

        @Override
        public void modifiedService(ServiceReference<HealthCheck> service, Description before) {
            Description description = Description.of(service, context.getBundle());
            tell(description);
            executions.change(description);
        }

        @Override
        public void removedService(ServiceReference<HealthCheck> service, Description last) {
            executions.remove(last.metadata().getServiceId());
            context.ungetService(service);
        }

        private void tell(Description description) {
            if (!description.refused().isEmpty()) {
                LOG.warn(
                        "Health check {} of bundle {} is not asked: {}",
                        description.metadata().getTitle(),
                        description.bundle(),
                        description.refused());
            }
        }

        /** Kept until it goes: a component that were made anew for every answer could remember nothing. */
        private CheckSource source(ServiceReference<HealthCheck> service) {
            return new CheckSource() {

                private volatile @Nullable HealthCheck check;

                @Override
                public @Nullable HealthCheck get() {
                    HealthCheck now = check;
                    if (now == null) {
                        now = context.getService(service);
                        check = now;
                    }
                    return now;
                }
            };
        }
    }
}
