package io.mistersmith.gateway.internal.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.gateway.internal.intake.LineSplitter.Line;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineSplitterTest {

    private static final int MAX = 10;

    private final Budget budget = new Budget(() -> 50);
    private final LineSplitter splitter = new LineSplitter(budget, () -> MAX);
    private final List<String> lines = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100})
    void linesAreTheSameHoweverTheBytesArrive(int piece) {
        feed("one\ntwo\r\n\n \nfive is far too long\nsix\n0123456789\nlast", piece);
        add(splitter.last());

        assertThat(lines).containsExactly("1:one", "2:two", "5:TOO_LONG", "6:six", "7:0123456789", "8:last");
        assertThat(budget.held()).isZero();
    }

    @Test
    void aTooLongLineIsToldOfBeforeItsEndAndNotKept() {
        feed("0123456789a", 11);
        assertThat(lines).containsExactly("1:TOO_LONG");
        assertThat(budget.held()).isZero();

        feed("b".repeat(1_000), 100);
        assertThat(lines).hasSize(1);
        assertThat(budget.held()).isZero();

        feed("\nok\n", 4);
        assertThat(lines).containsExactly("1:TOO_LONG", "2:ok");
    }

    @Test
    void aTooLongLineThatHasNoEndIsNotALine() {
        feed("0123456789a", 11);

        assertThat(splitter.last()).isNull();
    }

    @Test
    void aLineWithoutRoomInTheBudgetIsToldOfAndTheNextIsRead() {
        assertThat(budget.reserve(45)).isTrue();

        feed("123456\nabc\n", 100);

        assertThat(lines).containsExactly("1:NO_BUDGET", "2:abc");
        assertThat(budget.held()).isEqualTo(45);
    }

    @Test
    void whatHasBegunIsCountedUntilItIsCleared() {
        feed("abc", 3);
        assertThat(budget.held()).isEqualTo(3);

        splitter.clear();

        assertThat(budget.held()).isZero();
        assertThat(splitter.last()).isNull();
    }

    private void feed(String text, int piece) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int from = 0; from < bytes.length; from += piece) {
            int length = Math.min(piece, bytes.length - from);
            byte[] next = new byte[length];
            System.arraycopy(bytes, from, next, 0, length);
            splitter.feed(next, length);
            for (Line line = splitter.next(); line != null; line = splitter.next()) {
                add(line);
            }
            assertThat(splitter.hungry()).isTrue();
        }
    }

    private void add(@Nullable Line line) {
        if (line != null) {
            boolean taken = line.fit() == ByteChunk.Fit.TAKEN;
            lines.add(line.number() + ":" + (taken ? new String(line.bytes(), StandardCharsets.UTF_8) : line.fit()));
            budget.release(line.bytes().length);
        }
    }
}
