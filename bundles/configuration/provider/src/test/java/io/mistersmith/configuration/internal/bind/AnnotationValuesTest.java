package io.mistersmith.configuration.internal.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AnnotationValuesTest {

    @interface Settings {
        String PREFIX_ = "bus.";

        int queue_capacity() default 10;

        long under__score() default 1;

        double no$_$default();

        boolean live() default true;

        char mark() default '#';

        TimeUnit unit() default TimeUnit.SECONDS;

        Class<?> type() default Object.class;

        String[] hosts() default {"a", "b"};

        int[] ports() default {};
    }

    @interface LogLevel {
        String value() default "INFO";
    }

    @Test
    void aMissingKeyIsTheElementsDefaultOrNothing() {
        AnnotationValues values = AnnotationShape.of(Settings.class).values(Map.of());

        assertThat(values.element("queue_capacity")).isEqualTo(10);
        assertThat(values.element("no$_$default")).isEqualTo(0.0);
        assertThat(values.element("hosts")).isEqualTo(new String[] {"a", "b"});
        assertThat(values.element("unit")).isEqualTo(TimeUnit.SECONDS);
    }

    @Test
    void keysAndValuesFollowTheRulesOfComponents() {
        AnnotationValues values = AnnotationShape.of(Settings.class)
                .values(Map.of(
                        "bus.queue.capacity", " 7 ",
                        "bus.under_score", 8L,
                        "bus.no-default", "0.5",
                        "bus.live", "false",
                        "bus.mark", "x",
                        "bus.unit", "DAYS",
                        "bus.type", "java.lang.String",
                        "bus.hosts", "c, d",
                        "bus.ports", new String[] {"1", "2"}));

        assertThat(values.element("queue_capacity")).isEqualTo(7);
        assertThat(values.element("under__score")).isEqualTo(8L);
        assertThat(values.element("no$_$default")).isEqualTo(0.5);
        assertThat(values.element("live")).isEqualTo(false);
        assertThat(values.element("mark")).isEqualTo('x');
        assertThat(values.element("unit")).isEqualTo(TimeUnit.DAYS);
        assertThat(values.element("type")).isEqualTo(String.class);
        assertThat(values.element("hosts")).isEqualTo(new String[] {"c", "d"});
        assertThat(values.element("ports")).isEqualTo(new int[] {1, 2});
    }

    @Test
    void aSingleValueIsNamedAfterItsType() {
        assertThat(AnnotationShape.of(LogLevel.class)
                        .values(Map.of("log.level", "DEBUG"))
                        .element("value"))
                .isEqualTo("DEBUG");
    }

    @Test
    void anArrayHandedOutIsACopy() {
        AnnotationValues values = AnnotationShape.of(Settings.class).values(Map.of());
        String[] hosts = (String[]) Objects.requireNonNull(values.element("hosts"));

        hosts[0] = "changed";

        assertThat(values.element("hosts")).isEqualTo(new String[] {"a", "b"});
    }

    @Test
    void onlyKeysThatDifferAreNamed() {
        AnnotationValues before = AnnotationShape.of(Settings.class).values(Map.of("bus.hosts", List.of("x")));
        AnnotationValues now =
                AnnotationShape.of(Settings.class).values(Map.of("bus.hosts", "x", "bus.queue.capacity", "11"));

        assertThat(before.differences(now)).containsExactly("bus.queue.capacity");
    }

    @Test
    void aValueThatTheTypeCannotHoldIsNamedWithItsKey() {
        assertThatThrownBy(() -> AnnotationShape.of(Settings.class).values(Map.of("bus.queue.capacity", "many")))
                .isInstanceOf(BadValueException.class)
                .hasMessage("bus.queue.capacity is not of type int");
        assertThatThrownBy(() -> AnnotationShape.of(Settings.class).values(Map.of("bus.unit", "YEARS")))
                .isInstanceOf(BadValueException.class)
                .hasMessageStartingWith("bus.unit is not one of NANOSECONDS, ");
    }
}
