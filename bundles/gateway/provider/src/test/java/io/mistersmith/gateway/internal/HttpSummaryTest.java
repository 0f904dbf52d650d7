package io.mistersmith.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HttpSummaryTest {

    static Stream<Arguments> endpoints() {
        return Stream.of(
                Arguments.of("http://127.0.0.1:8080/", "127.0.0.1:8080"),
                Arguments.of(new String[] {"/", "http://127.0.0.1:8080"}, "127.0.0.1:8080"),
                Arguments.of(List.of("http://[::1]:8080/ctx/", "http://10.0.0.1:1/"), "[::1]:8080"));
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void theAddressIsTheFirstEndpointsHostAndPort(Object endpoints, String address) {
        assertThat(HttpSummary.address(endpoints)).isEqualTo(address);
    }

    @Test
    void withoutEndpointsThereIsNoAddress() {
        @Nullable Object none = null;

        assertThat(HttpSummary.address(none)).isNull();
        assertThat(HttpSummary.address(new String[0])).isNull();
    }
}
