package io.mistersmith.configuration.internal.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.configuration.internal.schema.Attribute;
import io.mistersmith.configuration.internal.schema.Designate;
import io.mistersmith.configuration.internal.schema.Schema;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentOverridesTest {

    private final Schema schema = Schemas.orders();
    private final Designate orders = Schemas.ordersDesignate();
    private final Designate jdbc = new Designate("io.mistersmith.pools.jdbc", true, schema, true);

    @Test
    void aVariableIsThePidAfterTheRootAndTheKey() {
        assertThat(EnvironmentOverrides.name("io.mistersmith.eventbus", null, "queue.capacity"))
                .isEqualTo("MS_EVENTBUS_QUEUE_CAPACITY");
        assertThat(EnvironmentOverrides.name("com.acme.tax", null, "rate-max")).isEqualTo("MS_COM_ACME_TAX_RATE_MAX");
    }

    @Test
    void anInstanceStandsBetweenDoubleUnderscores() {
        Map<String, String> variables = Map.of("MS_POOLS_JDBC__MY_ORDERS__LARGE_ABOVE", "5");
        EnvironmentOverrides overrides = new EnvironmentOverrides(variables, () -> List.of(jdbc));

        assertThat(overrides.of(new Target("io.mistersmith.pools.jdbc~my-orders", jdbc, null)))
                .extracting(EnvironmentOverrides.Variable::value)
                .containsExactly("5");
        assertThat(overrides.of(new Target("io.mistersmith.pools.jdbc~other", jdbc, null)))
                .isEmpty();
    }

    @Test
    void aVariableThatTwoPidsCouldClaimBelongsToTheLonger() {
        Attribute above = schema.attribute("large.above").orElseThrow();
        Attribute ordersAbove =
                new Attribute("orders.large.above", "", "", above.type(), false, null, above.range(), List.of());
        Designate shorter =
                new Designate("io.mistersmith.examples", false, new Schema("s", "", "", List.of(ordersAbove)), true);
        EnvironmentOverrides overrides =
                new EnvironmentOverrides(Map.of("MS_EXAMPLES_ORDERS_LARGE_ABOVE", "5"), () -> List.of(shorter, orders));

        assertThat(overrides.any(orders)).isTrue();
        assertThat(overrides.any(shorter)).isFalse();
    }

    @Test
    void whatNoMetatypeKnowsIsReportedExceptTheVariablesOfKubernetesAndTheLauncher() {
        EnvironmentOverrides overrides = new EnvironmentOverrides(
                Map.of(
                        "MS_EXAMPLES_ORDERS_LARGE_ABOV", "5",
                        "MS_EXAMPLES_ORDERS_LARGE_ABOVE", "5",
                        "MS_POOLS_JDBC__X__LARGE_ABOVE", "5",
                        "MS_WEB_SERVICE_HOST", "10.0.0.1",
                        "MS_WEB_PORT_80_TCP", "x",
                        "MS_RUN_AS", "./run",
                        "PATH", "/bin"),
                () -> List.of(orders, jdbc));

        assertThat(overrides.unknown()).containsExactly("MS_EXAMPLES_ORDERS_LARGE_ABOV");
        assertThat(overrides.problems())
                .singleElement()
                .extracting(problem -> problem.message())
                .isEqualTo("MS_EXAMPLES_ORDERS_LARGE_ABOV: is no setting of an installed bundle. It has no effect."
                        + " Set it right and start again.");
    }
}
