package io.mistersmith.resilience.internal;

import io.mistersmith.resilience.RetryBudget;
import io.mistersmith.resilience.internal.retry.TokenBudget;
import java.util.Map;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** The settings that one {@code etc/io.mistersmith.resilience.budget-NAME.cfg} gives to the budget of its name. */
@Component(
        service = BudgetInstance.class,
        immediate = true,
        configurationPid = BudgetKeys.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = BudgetKeys.class, factory = true)
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>=\"io.mistersmith.resilience.RetryBudget\"")
public final class BudgetInstance {

    private final Instances instances;
    private final TokenBudget budget;

    @Activate
    public BudgetInstance(@Reference Instances instances, BudgetKeys keys, Map<String, Object> properties) {
        this.instances = instances;
        this.budget = instances.budgets().of(Instances.nameOf(properties));
        budget.settings(settingsOf(keys));
        instances.add(RetryBudget.class, budget);
    }

    /** The users keep their object; what it does changes below it. */
    @Modified
    void settings(BudgetKeys keys) {
        budget.settings(settingsOf(keys));
    }

    @Deactivate
    void close() {
        instances.remove(budget);
        budget.settings(TokenBudget.Settings.DEFAULT); // retries that name it go on
    }

    private static TokenBudget.Settings settingsOf(BudgetKeys keys) {
        return new TokenBudget.Settings(keys.percent(), keys.min_per_second(), keys.burst());
    }
}
