package io.mistersmith.eventstore.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventKeysTest {

    private final EventKeys keys = new EventKeys(Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC));

    @Test
    void newIdsAreVersionSevenCarryTheTimeAndAscendEvenIfTheClockStands() {
        List<UUID> ids = IntStream.range(0, 10_000).mapToObj(i -> keys.newId()).toList();

        assertThat(ids).allSatisfy(id -> {
            assertThat(id.version()).isEqualTo(7);
            assertThat(id.variant()).isEqualTo(2);
        });
        assertThat(ids.get(0).getMostSignificantBits() >>> 16)
                .isEqualTo(Instant.parse("2026-01-02T03:04:05Z").toEpochMilli());
        assertThat(ids).extracting(UUID::toString).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void keyOfAnIdIsTheSameHoweverItIsGiven() {
        UUID id = keys.newId();

        assertThat(keys.key("a", id.toString())).isEqualTo(keys.key("a", id)).hasSize(16);
        assertThat(keys.key("a", "o-1")).isEqualTo(keys.key("a", "o-1")).hasSize(16);
    }

    @Test
    void sourcesAndIdsAreToldApart() {
        String id = keys.newId().toString();

        assertThat(List.of(
                        text(keys.key("a", id)),
                        text(keys.key("b", id)),
                        text(keys.key("a", id.toUpperCase(java.util.Locale.ROOT))),
                        text(keys.key("a", "bc")),
                        text(keys.key("ab", "c")),
                        text(keys.key("a", "b"))))
                .doesNotHaveDuplicates();
    }

    private static String text(byte[] key) {
        return Arrays.toString(key);
    }
}
