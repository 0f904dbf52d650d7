package io.mistersmith.configuration.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.configuration.internal.history.Revision;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HistoryCommandTest {

    @Test
    void orderIsThatOfTheRevisionsWhateverTheClockSaid() {
        List<Revision> bus =
                List.of(revision(4, "10:02"), revision(3, "10:01"), revision(2, "12:00"), revision(1, "11:00"));
        List<Revision> store = List.of(revision(2, "11:30"), revision(1, "10:30"));

        assertThat(Stream.concat(
                                HistoryCommand.lines("bus", bus).stream(),
                                HistoryCommand.lines("store", store).stream())
                        .sorted(HistoryCommand.NEWEST_FIRST)
                        .map(line -> line.pid() + " " + line.revision().number()))
                .containsExactly("bus 4", "bus 3", "bus 2", "store 2", "bus 1", "store 1");
    }

    private static Revision revision(int number, String time) {
        return new Revision(
                number, Instant.parse("2026-12-01T" + time + ":00Z"), "smith", "cfg:set", "", List.of(), "text");
    }
}
