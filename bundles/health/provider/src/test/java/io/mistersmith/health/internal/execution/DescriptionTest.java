package io.mistersmith.health.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.apache.felix.hc.api.HealthCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DescriptionTest {

    private final FakeService service = new FakeService(FakeService.SHOP, "printer", Map.of(), "ready");

    @Test
    void propertiesAreTakenAsTheApiHasThem() {
        service.set(Description.TIMEOUT, "300")
                .set(HealthCheck.RESULT_CACHE_TTL_IN_MS, 7_000L)
                .set(HealthCheck.ASYNC_INTERVAL_IN_SEC, 60)
                .set(HealthCheck.KEEP_NON_OK_RESULTS_STICKY_FOR_SEC, "5");

        Description described = service.described();

        assertThat(described.refused()).isEmpty();
        assertThat(described.bundle()).isEqualTo("shop");
        assertThat(described.timeout()).isEqualTo(Duration.ofMillis(300));
        assertThat(described.interval()).isEqualTo(Duration.ofSeconds(60));
        assertThat(described.metadata().getResultCacheTtlInMs()).isEqualTo(7_000);
        assertThat(described.metadata().getKeepNonOkResultsStickyForSec()).isEqualTo(5);
    }

    @Test
    void aCronExpressionIsRefusedInOneLineThatNamesWhatIsSupported() {
        service.set(HealthCheck.ASYNC_CRON_EXPRESSION, "0 0 * * * ?");

        assertThat(service.described().refused())
                .isEqualTo("hc.async.cronExpression=0 0 * * * ? is not supported, hc.async.intervalInSec is");
    }

    @Test
    void everyPropertyThatIsNoUseIsNamedAndTheRestHolds() {
        service.set(HealthCheck.RESULT_CACHE_TTL_IN_MS, 5).set(HealthCheck.ASYNC_INTERVAL_IN_SEC, "often");

        Description described = service.described();

        assertThat(described.refused())
                .isEqualTo("hc.resultCacheTtlInMs=5 is not a Long; "
                        + "hc.async.intervalInSec=often is no whole number above 0");
        assertThat(described.metadata().getTitle()).isEqualTo("printer");
        assertThat(described.metadata().getTags()).containsExactly("ready");
        assertThat(described.metadata().getServiceReference().getBundle()).isSameAs(FakeService.SHOP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "soon", "1.5", ""})
    void aTimeoutIsAWholeNumberAboveZero(String bad) {
        service.set(Description.TIMEOUT, bad);

        assertThat(service.described().refused()).isEqualTo("hc.timeoutInMs=" + bad + " is no whole number above 0");
        assertThat(service.described().timeout()).isNull();
    }

    @Test
    void onlyACheckOfOursIsQuick() {
        service.set(Description.QUICK, true);
        FakeService own = new FakeService(FakeService.OWN, "memory", Map.of(Description.QUICK, true));

        assertThat(service.described().quick()).isFalse();
        assertThat(own.described().quick()).isTrue();
        assertThat(own.described().ours()).isTrue();
    }
}
