package io.mistersmith.health.internal.report;

import io.mistersmith.configuration.ConfigurationProblem;
import io.mistersmith.eventbus.SubscriptionStatus;
import io.mistersmith.eventstore.DeadLetter;
import io.mistersmith.health.internal.CheckView;
import io.mistersmith.lifecycle.PluginStatus;
import io.mistersmith.sourcing.ProjectionStatus;
import java.util.List;

/**
 * How the container is at one moment; what nobody tells is empty.
 *
 * @param missing what readiness misses, a line each
 */
public record Patient(
        List<ConfigurationProblem> settings,
        List<PluginStatus> plugins,
        List<CheckView> checks,
        List<String> missing,
        List<SubscriptionStatus> subscriptions,
        List<ProjectionStatus> projections,
        List<DeadLetter> letters) {}
