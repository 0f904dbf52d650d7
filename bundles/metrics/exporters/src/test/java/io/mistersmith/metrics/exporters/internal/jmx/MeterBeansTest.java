package io.mistersmith.metrics.exporters.internal.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import io.mistersmith.metrics.Counter;
import io.mistersmith.metrics.Metrics;
import io.mistersmith.metrics.internal.OldAndRecent;
import io.mistersmith.metrics.internal.RealMetrics;
import java.lang.management.ManagementFactory;
import javax.management.Attribute;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MeterBeansTest {

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final RealMetrics real = new RealMetrics();
    private final Metrics metrics = real.metrics();
    private final MeterBeans beans = new MeterBeans(server, "test.metrics");

    @AfterEach
    void close() {
        beans.close();
    }

    @Test
    void everySeriesIsAnMBeanWithWhatWasReadLast() throws Exception {
        Metrics.Family<Counter> family = metrics.counter("flagged_total", "Flagged", "currency");
        family.with("E,U:R\"").increment(3);
        metrics.timer("call_seconds", "Calls").get().record(2_000_000);
        beans.show(real.families());
        ObjectName counter =
                new ObjectName("test.metrics:name=flagged_total,label.currency=" + ObjectName.quote("E,U:R\""));
        ObjectName timer = new ObjectName("test.metrics:name=call_seconds");

        assertThat(server.getAttribute(counter, "Value")).isEqualTo(3.0);
        assertThat(server.getAttribute(timer, "Count")).isEqualTo(1L);
        assertThat(server.getAttribute(timer, "P99")).isEqualTo(0.002);
        assertThat(server.getMBeanInfo(timer).getAttributes()).hasSize(9);
        assertThat(server.getMBeanInfo(timer).getDescription()).isEqualTo("Calls");

        family.with("E,U:R\"").increment();
        beans.show(real.families());
        assertThat(server.getAttribute(counter, "Value")).isEqualTo(4.0);

        boolean unused = family.remove("E,U:R\"");
        beans.show(real.families());
        assertThat(server.isRegistered(counter)).isFalse();
        assertThat(server.isRegistered(timer)).isTrue();

        beans.close();
        assertThat(server.queryNames(new ObjectName("test.metrics:*"), null)).isEmpty();
    }

    @Test
    void quantilesAreThoseOfTheLastWindow() throws Exception {
        beans.show(OldAndRecent.calls());
        ObjectName timer = new ObjectName("test.metrics:name=call_seconds");

        assertThat((double) server.getAttribute(timer, "P99")).isCloseTo(0.002, withPercentage(1));
        assertThat(server.getAttribute(timer, "Count")).isEqualTo(1_010L);
        assertThat(server.getAttribute(timer, "Max")).isEqualTo(1.0);
    }

    @Test
    void nothingCanBeWritten() throws Exception {
        metrics.gauge("fill_ratio", "Fill").get().set(1);
        beans.show(real.families());
        ObjectName gauge = new ObjectName("test.metrics:name=fill_ratio");

        assertThatThrownBy(() -> server.setAttribute(gauge, new Attribute("Value", 2.0)))
                .hasMessageContaining("Value is only read");
        assertThatThrownBy(() -> server.getAttribute(gauge, "Other")).hasMessageContaining("Other");
    }

    @Test
    void aBadDomainIsRefused() {
        for (String bad : new String[] {"", "a:b", "a*"}) {
            assertThatThrownBy(() -> new MeterBeans(server, bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("domain=" + bad + " is no JMX domain");
        }
    }
}
