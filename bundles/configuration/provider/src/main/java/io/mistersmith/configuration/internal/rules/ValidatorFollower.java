package io.mistersmith.configuration.internal.rules;

import io.mistersmith.configuration.ConfigurationValidator;
import io.mistersmith.configuration.internal.guard.Rules;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/** Follows the services that check configurations, and the pool on which they do it. */
public final class ValidatorFollower extends ServiceTracker<ConfigurationValidator, ConfigurationValidator> {

    private static final String POOL =
            "(&(objectClass=" + ExecutorService.class.getName() + ")(threads.name=blocking))";

    private final ServiceTracker<Executor, Executor> pool;
    private final Validators validators;
    private final Consumer<Set<String>> recheck;

    /**
     * @param recheck has the values of these PIDs checked anew
     */
    public ValidatorFollower(BundleContext context, Consumer<Set<String>> recheck) {
        super(context, ConfigurationValidator.class, null);
        this.recheck = recheck;
        this.validators = new Validators(this::pool, Validators.LIMIT);
        try {
            this.pool = new ServiceTracker<>(context, context.createFilter(POOL), null);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public Rules rules() {
        return validators;
    }

    @Override
    public void open() {
        pool.open();
        super.open();
    }

    @Override
    public void close() {
        super.close();
        pool.close();
    }

    @Override
    public @Nullable ConfigurationValidator addingService(ServiceReference<ConfigurationValidator> reference) {
        ConfigurationValidator validator = super.addingService(reference);
        if (validator != null) {
            take(reference, validator);
        }
        return validator;
    }

    @Override
    public void modifiedService(ServiceReference<ConfigurationValidator> reference, ConfigurationValidator validator) {
        take(reference, validator);
    }

    @Override
    public void removedService(ServiceReference<ConfigurationValidator> reference, ConfigurationValidator validator) {
        validators.remove(reference);
        recheck.accept(pids(reference.getProperty(ConfigurationValidator.PID)));
        super.removedService(reference, validator);
    }

    private void take(ServiceReference<ConfigurationValidator> reference, ConfigurationValidator validator) {
        Set<String> pids = pids(reference.getProperty(ConfigurationValidator.PID));
        validators.add(
                reference, validator, String.valueOf(reference.getBundle().getSymbolicName()), pids);
        recheck.accept(pids);
    }

    private @Nullable Executor pool() {
        return pool.getService();
    }

    private static Set<String> pids(@Nullable Object property) {
        if (property instanceof String pid) {
            return Set.of(pid);
        }
        Set<String> pids = new TreeSet<>();
        if (property instanceof String[] several) {
            pids.addAll(List.of(several));
        } else if (property instanceof Collection<?> several) {
            several.forEach(pid -> pids.add(String.valueOf(pid)));
        }
        return pids;
    }
}
