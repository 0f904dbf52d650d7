package io.mistersmith.eventstore.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.event.internal.JacksonPayloadCodec;
import io.mistersmith.eventstore.StoredEvent;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecentEventsTest {

    private final JacksonPayloadCodec codec = new JacksonPayloadCodec();
    private final RecentEvents recent = new RecentEvents(4, 1_000);

    @Test
    void eventsAfterAPositionAreGivenInOrder() {
        recent.add(0, rows(1, 2, 3));

        assertThat(after(0, 10)).containsExactly(1L, 2L, 3L);
        assertThat(after(1, 1)).containsExactly(2L);
    }

    @Test
    void readerBehindTheOldestMustAskTheDatabase() {
        recent.add(0, rows(1, 2, 3));
        recent.add(3, rows(4, 5, 6));

        assertThat(after(1, 10)).isNull();
        assertThat(after(2, 10)).containsExactly(3L, 4L, 5L, 6L);
    }

    @Test
    void firstEventAfterAStartIsOnlyForReadersThatHaveAllBefore() {
        recent.add(40, rows(43));

        assertThat(after(39, 10)).as("41 and 42 are holes, but 40 is an event").isNull();
        assertThat(after(40, 10)).containsExactly(43L);
        assertThat(after(41, 10)).containsExactly(43L);
    }

    @Test
    void eventsThatWereNeverHereAreNotSkipped() {
        recent.add(0, rows(1, 2));
        recent.add(4, rows(5)); // 3 and 4 are in the database alone

        assertThat(after(0, 10)).containsExactly(1L, 2L);
        assertThat(after(2, 10)).isNull();
        assertThat(after(4, 10)).containsExactly(5L);
    }

    @Test
    void readerAtTheEndMustAskTheDatabase() {
        recent.add(0, rows(1));

        assertThat(after(1, 10)).isNull();
        assertThat(new RecentEvents(4, 1_000).after(0, 10, Long.MAX_VALUE)).isNull();
    }

    @Test
    void bytesAreBoundedToo() {
        RecentEvents small = new RecentEvents(100, 20); // each payload has 8
        small.add(0, rows(1, 2, 3, 4));

        assertThat(small.after(0, 10, Long.MAX_VALUE)).isNull();
        assertThat(small.after(1, 10, Long.MAX_VALUE)).isNull();
        assertThat(small.after(2, 10, Long.MAX_VALUE)).hasSize(2);
    }

    private @Nullable List<Long> after(long position, int max) {
        List<StoredEvent> events = recent.after(position, max, Long.MAX_VALUE);
        return events == null
                ? null
                : events.stream().map(StoredEvent::position).toList();
    }

    private List<StoredRow> rows(long... positions) {
        return Arrays.stream(positions)
                .mapToObj(position -> new StoredRow(
                        codec,
                        position,
                        "s",
                        position,
                        "t",
                        1,
                        "source",
                        "id" + position,
                        Instant.EPOCH,
                        null,
                        null,
                        null,
                        null,
                        Map.of(),
                        "\"123456\""))
                .toList();
    }
}
