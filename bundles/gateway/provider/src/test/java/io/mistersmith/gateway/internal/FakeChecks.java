package io.mistersmith.gateway.internal;

import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.execution.HealthCheckExecutionOptions;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckMetadata;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/** Results given by hand, by tag. */
class FakeChecks implements HealthCheckExecutor {

    private final List<One> all = new ArrayList<>();

    private record One(String name, String tag, Result.Status status, String message, boolean timedOut)
            implements HealthCheckExecutionResult {

        @Override
        public Result getHealthCheckResult() {
            return new Result(status, message);
        }

        @Override
        public long getElapsedTimeInMs() {
            return 2_000;
        }

        @Override
        @SuppressWarnings("JavaUtilDate") // as the interface has it
        public Date getFinishedAt() {
            return new Date();
        }

        @Override
        public boolean hasTimedOut() {
            return timedOut;
        }

        @Override
        public HealthCheckMetadata getHealthCheckMetadata() {
            return new HealthCheckMetadata(new Reference(Map.of(HealthCheck.NAME, name, Constants.SERVICE_ID, 1L)));
        }
    }

    private record Reference(Map<String, Object> properties) implements ServiceReference<HealthCheck> {

        @Override
        public @Nullable Object getProperty(String key) {
            return properties.get(key);
        }

        @Override
        public String[] getPropertyKeys() {
            return properties.keySet().toArray(String[]::new);
        }

        @Override
        public Bundle getBundle() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Bundle[] getUsingBundles() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isAssignableTo(Bundle bundle, String className) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int compareTo(Object other) {
            throw new UnsupportedOperationException();
        }

        @Override
        public java.util.Dictionary<String, Object> getProperties() {
            throw new UnsupportedOperationException();
        }

        @Override
        public <A> A adapt(Class<A> type) {
            throw new UnsupportedOperationException();
        }
    }

    FakeChecks add(String name, String tag, Result.Status status, String message) {
        all.add(new One(name, tag, status, message, false));
        return this;
    }

    FakeChecks hanging(String name, String tag) {
        all.add(new One(name, tag, Result.Status.WARN, "no answer for 2000 ms", true));
        return this;
    }

    @Override
    public List<HealthCheckExecutionResult> execute(HealthCheckSelector selector) {
        List<String> tags = List.of(selector.tags());
        List<HealthCheckExecutionResult> found = new ArrayList<>();
        all.stream().filter(one -> tags.contains(one.tag())).forEach(found::add);
        return found;
    }

    @Override
    public List<HealthCheckExecutionResult> execute(HealthCheckSelector selector, HealthCheckExecutionOptions options) {
        return execute(selector);
    }
}
