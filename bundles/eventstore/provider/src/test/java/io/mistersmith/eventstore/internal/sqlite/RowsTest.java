package io.mistersmith.eventstore.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mistersmith.eventstore.Progress;
import io.mistersmith.eventstore.Progress.Range;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the progress of a consumer stands in its row. */
class RowsTest {

    @Test
    void rangesAreReadBack() {
        Progress progress = new Progress(5, List.of(new Range(7, 9), new Range(12, 12)));

        assertThat(Rows.above(progress)).isEqualTo("7-9,12");
        assertThat(Rows.progress(5, "7-9,12")).isEqualTo(progress);
        assertThat(Rows.progress(5, Rows.above(Progress.NONE))).isEqualTo(new Progress(5));
    }

    /** Homes from before ranges have them. */
    @Test
    void singlePositionsAreRead() {
        Progress progress = Rows.progress(5, "7,8,12");

        assertThat(List.of(6, 7, 8, 9, 12, 13).stream().map(progress::settled))
                .containsExactly(false, true, true, false, true, false);
    }

    @Test
    void settledRunsToTheEndOfItsRange() {
        Progress progress = new Progress(5, List.of(new Range(7, 9)));

        assertThat(progress.settledTo(3)).isEqualTo(5);
        assertThat(progress.settledTo(6)).isEqualTo(5);
        assertThat(progress.settledTo(8)).isEqualTo(9);
        assertThat(progress.settledTo(10)).isEqualTo(9);
    }

    @Test
    void rangesOutOfOrderAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Progress(5, List.of(new Range(7, 9), new Range(9, 10))))
                .withMessage("above is not ascending at position=9");
        assertThatIllegalArgumentException().isThrownBy(() -> new Progress(5, 5));
        assertThatIllegalArgumentException().isThrownBy(() -> new Range(3, 2));
    }
}
