package io.mistersmith.health.internal.checks;

import java.util.Optional;
import java.util.function.Supplier;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;

/** Whether the framework has started what it starts with. */
public final class FrameworkCheck implements HealthCheck {

    private final Supplier<Optional<String>> missing;

    /**
     * @param missing what is still to come, in one line; empty when all is there
     */
    public FrameworkCheck(Supplier<Optional<String>> missing) {
        this.missing = missing;
    }

    @Override
    public Result execute() {
        return missing.get().map(Results::unhealthy).orElseGet(() -> Results.ok("started"));
    }
}
