package io.mistersmith.health.internal.execution;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.execution.HealthCheckMetadata;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;

/**
 * What the service properties of a check say.
 *
 * @param bundle symbolic name of the bundle that brings it
 * @param timeout how long its answer is waited for; null: as long as for others
 * @param ours whether it is one of this bundle's, which may also run on the thread that asks
 * @param quick whether it is never worth another thread; only where it is ours
 * @param refused why it is not asked, in one line; empty if it is
 */
public record Description(
        HealthCheckMetadata metadata,
        String bundle,
        @Nullable Duration timeout,
        boolean ours,
        boolean quick,
        String refused) {

    /** Service property: how long the answer of a check is waited for, in ms. A whole number above 0. */
    public static final String TIMEOUT = "hc.timeoutInMs";

    /** Service property of checks of this bundle that only look at memory: they run on the thread that asks. */
    public static final String QUICK = "io.mistersmith.health.quick";

    /** The properties of a service; those that are no use are told of in {@code refused}. */
    public static Description of(ServiceReference<?> service, Bundle own) {
        Map<String, String> bad = new LinkedHashMap<>();
        look(bad, service, HealthCheck.NAME, String.class::isInstance, "is not a String");
        look(bad, service, HealthCheck.MBEAN_NAME, String.class::isInstance, "is not a String");
        look(bad, service, HealthCheck.RESULT_CACHE_TTL_IN_MS, Long.class::isInstance, "is not a Long");
        look(bad, service, HealthCheck.KEEP_NON_OK_RESULTS_STICKY_FOR_SEC, Description::whole, "is no whole number");
        look(bad, service, HealthCheck.ASYNC_INTERVAL_IN_SEC, Description::aboveZero, "is no whole number above 0");
        look(bad, service, TIMEOUT, Description::aboveZero, "is no whole number above 0");
        look(
                bad,
                service,
                HealthCheck.ASYNC_CRON_EXPRESSION,
                value -> false,
                "is not supported, " + HealthCheck.ASYNC_INTERVAL_IN_SEC + " is");
        Bundle from = service.getBundle();
        Object timeout = bad.containsKey(TIMEOUT) ? null : service.getProperty(TIMEOUT);
        boolean ours = Objects.equals(from, own);
        return new Description(
                new HealthCheckMetadata(bad.isEmpty() ? service : without(bad, service)),
                from == null ? "a bundle that is gone" : String.valueOf(from.getSymbolicName()),
                timeout == null ? null : Duration.ofMillis(number(timeout)),
                ours,
                ours && service.getProperty(QUICK) != null,
                String.join("; ", bad.values()));
    }

    /** Asked every so often whether anybody wants to know or not; null: only when somebody does. */
    @Nullable
    Duration interval() {
        Long seconds = metadata.getAsyncIntervalInSec();
        return seconds == null ? null : Duration.ofSeconds(seconds);
    }

    /** How long an answer is waited for: of those that are asked at an interval, as long as they may take over it. */
    Duration patience(Limits limits) {
        Duration interval = interval();
        Duration own = timeout;
        if (own != null) {
            return own;
        }
        return interval == null ? limits.timeout() : interval.plus(limits.timeout());
    }

    private static void look(
            Map<String, String> bad, ServiceReference<?> service, String key, Predicate<Object> fits, String problem) {
        Object value = service.getProperty(key);
        if (value != null && !fits.test(value)) {
            bad.put(key, key + "=" + value + " " + problem);
        }
    }

    private static boolean whole(Object value) {
        try {
            return number(value) >= 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean aboveZero(Object value) {
        return whole(value) && number(value) > 0;
    }

    private static long number(Object value) {
        return Long.parseLong(value.toString());
    }

    /** The API's description fails on a property of the wrong type, so it does not get to see it. */
    private static ServiceReference<?> without(Map<String, String> bad, ServiceReference<?> service) {
        return (ServiceReference<?>) Proxy.newProxyInstance(
                Description.class.getClassLoader(), new Class<?>[] {ServiceReference.class}, (proxy, method, given) -> {
                    if (method.getName().equals("getProperty") && bad.containsKey(given[0])) {
                        return null;
                    }
                    try {
                        return method.invoke(service, given);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
