package io.mistersmith.eventstore.internal;

import io.mistersmith.eventstore.internal.engine.Watermark;
import io.mistersmith.eventstore.internal.sqlite.IntegrityInfo;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Health of the store: unhealthy while it is not open, degraded after damage was found, after its watermark was found
 * damaged, while that cannot be written, or while its write-ahead log cannot be emptied. Only looks at memory. It has no tag
 * of a probe, because {@link StoreCore} is a condition of readiness itself.
 */
@Component(
        service = HealthCheck.class,
        property = {HealthCheck.NAME + "=" + StoreHealth.NAME, HealthCheck.TAGS + "=" + StoreHealth.NAME})
public final class StoreHealth implements HealthCheck {

    static final String NAME = "store";

    private final StoreCore core;

    @Activate
    public StoreHealth(@Reference StoreCore core) {
        this.core = core;
    }

    @Override
    public Result execute() {
        return of(core.state());
    }

    static Result of(StoreState state) {
        if (!state.open()) {
            return new Result(Result.Status.CRITICAL, state.summary());
        }
        IntegrityInfo integrity = state.integrity().orElse(null);
        if (integrity != null && integrity.damagedSinceVerified() > 0) {
            return new Result(
                    Result.Status.WARN,
                    state.file() + " is damaged: reading met damage " + integrity.damagedSinceVerified()
                            + " times; store:verify lists them with what to do, and ends this when it finds none");
        }
        if (integrity != null && integrity.watermark() == Watermark.State.UNREADABLE) {
            return new Result(
                    Result.Status.WARN,
                    "the watermark beside " + state.file()
                            + " was damaged when the store was opened, so events that were"
                            + " lost before cannot be noticed. Compare the last position in store:info with the highest"
                            + " that callers were given; it was made anew, and the next start ends this warning");
        }
        if (integrity != null && integrity.forgetting() != null) {
            return new Result(
                    Result.Status.WARN,
                    "the watermark beside " + state.file() + " cannot be written, so the next start may not notice lost"
                            + " events: " + integrity.forgetting());
        }
        if (state.logProblem().isPresent()) {
            return new Result(
                    Result.Status.WARN,
                    "the write-ahead log of " + state.file() + " has "
                            + state.logProblem().get()
                            + ". It takes disk space until that ends; store:stats shows its size");
        }
        return new Result(Result.Status.OK, state.summary());
    }
}
