package io.mistersmith.health.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.felix.hc.api.execution.HealthCheckMetadata;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectionTest {

    private final HealthCheckMetadata printer = new FakeService(FakeService.SHOP, "printer", Map.of(), "ready", "shop")
            .described()
            .metadata();

    @ParameterizedTest
    @CsvSource({
        "ready, false, true",
        "live, false, false",
        "ready;shop, false, true",
        "ready;live, false, false",
        "ready;live, true, true",
        "live;started, true, false",
        "-shop, false, false",
        "-live, false, true",
        "ready;-shop, true, false",
        "ready;-live, false, true",
        "' ready ;', false, true",
        "';', false, true",
    })
    void tagsAreAllWantedUnlessCombinedWithOrAndLeftOutByADash(String tags, boolean or, boolean meant) {
        assertThat(new Selection(HealthCheckSelector.tags(tags.split(";")), or).means(printer))
                .isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({
        "printer, , true",
        "disk, , false",
        "disk;printer, , true",
        "-printer, , false",
        "-disk, , true",
        "printer, live, true",
        "disk, ready, true",
        "disk, ready;live, false",
        "-printer, ready, false",
    })
    void aNameIsEnoughAndSoAreTheTags(String names, String tags, boolean meant) {
        HealthCheckSelector selector = HealthCheckSelector.names(names.split(";"));
        if (tags != null) {
            selector.withTags(tags.split(";"));
        }

        assertThat(new Selection(selector, false).means(printer)).isEqualTo(meant);
    }

    @Test
    void withoutTagsAndNamesEveryCheckIsMeant() {
        assertThat(new Selection(HealthCheckSelector.empty(), false).means(printer))
                .isTrue();
    }
}
