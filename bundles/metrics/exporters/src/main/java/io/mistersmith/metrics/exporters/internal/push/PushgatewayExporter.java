package io.mistersmith.metrics.exporters.internal.push;

import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.MetricsExporter;
import io.mistersmith.metrics.exporters.internal.prometheus.PrometheusText;
import java.io.IOException;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/** The Pushgateway that one {@code etc/io.mistersmith.metrics.pushgateway-NAME.cfg} names. */
@Component(configurationPid = PushgatewayConfig.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = PushgatewayConfig.class, factory = true)
public final class PushgatewayExporter implements MetricsExporter {

    private volatile Push push;

    @Activate
    public PushgatewayExporter(PushgatewayConfig config) {
        push = of(config);
    }

    /** In place: a wrong setting leaves the old ones in force. */
    @Modified
    void settings(PushgatewayConfig now) {
        push = of(now);
    }

    private static Push of(PushgatewayConfig config) {
        return new Push(
                Push.target(config.url(), config.job(), config.instance()),
                (int) config.timeout_ms(),
                PrometheusText.with("", config.histogram_buckets()));
    }

    @Override
    public void export(List<FamilySnapshot> families) throws IOException {
        push.send(families);
    }
}
