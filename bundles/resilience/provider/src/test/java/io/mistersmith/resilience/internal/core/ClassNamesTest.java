package io.mistersmith.resilience.internal.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassNamesTest {

    interface Retryable {}

    interface Transient extends Retryable {}

    @SuppressWarnings("serial")
    private static class Busy extends RuntimeException implements Transient {}

    @SuppressWarnings("serial")
    private static final class VeryBusy extends Busy {}

    @Test
    void nameMatchesTheClassAndWhatItExtendsAndImplements() {
        ClassNames io = ClassNames.of("key", "java.io.IOException");

        assertThat(io.test(new IOException())).isTrue();
        assertThat(io.test(new FileNotFoundException())).isTrue();
        assertThat(io.test(new IllegalStateException())).isFalse();
        assertThat(ClassNames.of("key", Retryable.class.getName()).test(new VeryBusy()))
                .isTrue();
        assertThat(ClassNames.of("key", Closeable.class.getName()).test(new VeryBusy()))
                .isFalse();
    }

    @Test
    void valuesMayHoldManyNames() {
        assertThat(ClassNames.of("key", "a.B, c.D$E", " f.G\nh.I ", "").names())
                .isEqualTo(Set.of("a.B", "c.D$E", "f.G", "h.I"));
    }

    @Test
    void noNamesMatchNothing() {
        assertThat(ClassNames.of("key").test(new IOException())).isFalse();
        assertThat(ClassNames.of("key", " ").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"java.io.", "1a.B", "a..B", "a/B", "*"})
    void whatIsNoClassNameIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClassNames.of("record.exceptions", name))
                .withMessage("record.exceptions=" + name + " is not the name of a class");
    }
}
