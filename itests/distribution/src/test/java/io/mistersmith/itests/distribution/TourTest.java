package io.mistersmith.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TourTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "orders 1.0 -> 1.1 in 0.5 s: 41 events waited, 0 lost ~ orders 1.0 -> 1.1 in 12.0 s: 0 events waited, 0 lost",
                "READY   up 6 s   pid 4711 ~ READY   up 61 s   pid 12",
                "on disk, 3,597 events ~ on disk, 12 events",
                "{\"line\":2000,\"position\":2074} ~ {\"line\":2000,\"position\":2001}",
                "acknowledged 1,311   stored 1,311   counted 1,311 ~ acknowledged 2   stored 2   counted 2"
            })
    void figuresThatAreOthersEachTimeDoNotCount(String documented, String answered) {
        assertThat(Tour.shape(answered)).isEqualTo(Tour.shape(documented));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "41 events waited, 0 lost ~ 41 events waited, 5 lost",
                "on disk, 0 events ~ on disk, 3 events",
                "2,000 orders, 212 above ~ 2,000 orders, 211 above",
                "orders 1.0 running after 0.4 s: 1 handler ~ orders 1.0 running after 0.4 s: 0 handlers",
                "missing 0   twice 0 ~ missing 0   twice 1",
                "acknowledged 1,311 ~ acknowledged 0",
                "x.cfg:7: large.above ~ x.cfg:8: large.above"
            })
    void everyOtherFigureDoes(String documented, String answered) {
        assertThat(Tour.shape(answered)).isNotEqualTo(Tour.shape(documented));
    }
}
