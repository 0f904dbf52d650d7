package io.mistersmith.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mistersmith.metrics.Counter;
import io.mistersmith.metrics.Gauge;
import io.mistersmith.metrics.Histogram;
import io.mistersmith.metrics.Metrics;
import io.mistersmith.metrics.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What every {@link Metrics} promises. A subclass says which one, and how a series is read back. */
public abstract class MetricsContract {

    /** The metrics under test; the same for all calls of one test. */
    protected abstract Metrics metrics();

    /** The value of a series, of a distribution the number of its values; 0 if there is no such series. */
    protected abstract double value(String name, String... labelValues);

    /** What {@link Metrics#recordOperation} takes for the component. */
    protected abstract String component();

    @Test
    void sameNameAndLabelsAreTheSameSeries() {
        metrics().counter("seen_total", "Seen", "kind").with("a").increment();
        metrics().counter("seen_total", "Seen", "kind").with("a").increment(2);
        metrics().counter("seen_total", "Seen", "kind").with("b").increment();

        assertThat(value("seen_total", "a")).isEqualTo(3);
        assertThat(value("seen_total", "b")).isEqualTo(1);
    }

    @Test
    void handlesCanBeKept() {
        Counter counter = metrics().counter("seen_total", "Seen").get();
        for (int i = 0; i < 10; i++) {
            counter.increment();
        }

        assertThat(counter.value()).isEqualTo(10);
        assertThat(value("seen_total")).isEqualTo(10);
    }

    @Test
    void gaugesGoUpAndDown() {
        Gauge gauge = metrics().gauge("fill_ratio", "Fill", "a", "b").with("1", "2");
        assertThat(gauge.value()).isZero();

        gauge.set(0.75);
        gauge.add(-0.5);

        assertThat(gauge.value()).isEqualTo(0.25);
        assertThat(value("fill_ratio", "1", "2")).isEqualTo(0.25);
    }

    @Test
    void histogramsAndTimersCountWhatIsRecorded() throws Exception {
        Histogram histogram = metrics()
                .histogram("body_bytes", "Body", "bytes", "a", "b", "c")
                .with("1", "2", "3");
        histogram.record(1);
        histogram.record(1_000_000);
        Timer timer = metrics().timer("call_seconds", "Calls").get();
        timer.record(1);
        timer.record(Duration.ofSeconds(1));
        assertThat(timer.time(() -> "result")).isEqualTo("result");
        assertThatThrownBy(() -> timer.time(() -> {
                    throw new IllegalStateException("expected by the test");
                }))
                .hasMessage("expected by the test");

        assertThat(histogram.count()).isEqualTo(2);
        assertThat(value("body_bytes", "1", "2", "3")).isEqualTo(2);
        assertThat(timer.count()).isEqualTo(4);
    }

    @Test
    void suppliersAreAskedWhenSomebodyLooksUntilTheyAreClosed() {
        AtomicLong level = new AtomicLong(1);
        Metrics.Registration gauge = metrics().gauge("level_ratio", "Level", Map.of("b", "2", "a", "1"), level::get);
        Metrics.Registration counter = metrics().counter("level_total", "Level", Map.of(), level::get);
        level.set(7);

        assertThat(value("level_ratio", "1", "2"))
                .as("labels in the order of their names")
                .isEqualTo(7);
        assertThat(value("level_total")).isEqualTo(7);

        gauge.close();
        counter.close();
        gauge.close();
        assertThat(value("level_ratio", "1", "2")).isZero();
        assertThat(value("level_total")).isZero();
    }

    @Test
    void theLastSupplierOfASeriesIsTheOneThatIsAsked() {
        Metrics.Registration first = metrics().gauge("level_ratio", "Level", () -> 1);
        Metrics.Registration second = metrics().gauge("level_ratio", "Level", () -> 2);

        first.close();

        assertThat(value("level_ratio")).isEqualTo(2);
        second.close();
    }

    @Test
    void aRemovedSeriesBeginsAnew() {
        Metrics.Family<Counter> family = metrics().counter("seen_total", "Seen", "kind", "status");
        family.with("a", "ok").increment(5);

        assertThat(family.remove("a", "ok")).isTrue();
        assertThat(family.remove("a", "ok")).isFalse();
        family.with("a", "ok").increment();

        assertThat(value("seen_total", "a", "ok")).isEqualTo(1);
    }

    @Test
    void operationsAreCountedAndTimedByStatus() {
        metrics().recordOperation("flag", Duration.ofMillis(3), true);
        metrics().recordOperation("flag", Duration.ofMillis(4), true);
        metrics().recordOperation("flag", Duration.ZERO, false);

        assertThat(value("operations_total", component(), "flag", "ok")).isEqualTo(2);
        assertThat(value("operations_total", component(), "flag", "failed")).isEqualTo(1);
        assertThat(value("operation_seconds", component(), "flag", "ok")).isEqualTo(2);
    }

    @Test
    void moreOrFewerValuesThanLabelsAreRefused() {
        Metrics.Family<Counter> none = metrics().counter("none_total", "None");
        Metrics.Family<Counter> two = metrics().counter("two_total", "Two", "a", "b");

        assertThatThrownBy(() -> none.with("x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none_total")
                .hasMessageEndingWith("1 values");
        assertThatThrownBy(two::get)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two_total has labels [a, b], given ")
                .hasMessageEndingWith("0 values");
        assertThatThrownBy(() -> two.with("x", "y", "z"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("3 values");
        assertThatThrownBy(() -> two.remove("x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("1 values");
    }

    @Test
    void aNameIsOneKindWithOneSetOfLabels() {
        metrics().gauge("fill_ratio", "Fill", "a").with("x").set(1);

        assertThatThrownBy(() -> metrics().gauge("fill_ratio", "Fill", "b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("fill_ratio is a ")
                .hasMessageContaining("[a]")
                .hasMessageContaining("[b]");
    }
}
