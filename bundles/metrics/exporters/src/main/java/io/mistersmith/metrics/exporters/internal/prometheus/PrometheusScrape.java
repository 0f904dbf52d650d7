package io.mistersmith.metrics.exporters.internal.prometheus;

import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.MetricsReader;
import io.mistersmith.metrics.exporters.internal.ExporterService;
import io.mistersmith.metrics.exporters.internal.ExporterStatus;
import io.mistersmith.metrics.exporters.internal.HistogramBuckets;
import io.mistersmith.threads.CancellableTask;
import io.mistersmith.threads.Job;
import io.mistersmith.threads.ThreadPools;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The scrape that one {@code etc/io.mistersmith.metrics.prometheus-NAME.cfg} describes. */
@Component(
        service = {},
        immediate = true,
        configurationPid = PrometheusConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = PrometheusConfig.class, factory = true)
public final class PrometheusScrape {

    private static final Logger LOG = LoggerFactory.getLogger(PrometheusScrape.class);

    private final String name;
    private final ScrapeAddress address;
    private final ExporterService service;
    private volatile @Nullable ThreadPools threads;
    private volatile PrometheusConfig config;
    private @Nullable Job<Void> retry; // guarded by this
    private boolean closed; // guarded by this

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable MetricsReader reader;

    @Activate
    public PrometheusScrape(PrometheusConfig config, BundleContext context, Map<String, Object> properties) {
        this.config = config;
        String pid = String.valueOf(properties.get("service.pid"));
        this.name = "prometheus-" + pid.substring(pid.indexOf('~') + 1);
        this.address = new ScrapeAddress("etc/" + pid.replace('~', '-') + ".cfg", this::execute, this::families);
        use(config);
        this.service = new ExporterService(context, PrometheusScrape.class, this, properties);
    }

    /** A new component would refuse scrapes for a moment, so the settings change in place. */
    @Modified
    void settings(PrometheusConfig now, Map<String, Object> properties) {
        use(now);
        service.settings(properties);
    }

    private void use(PrometheusConfig now) {
        PrometheusText text = PrometheusText.with(
                now.prefix(), new HistogramBuckets(now.histogram_buckets(), List.of(now.metric_buckets()), ""));
        config = now;
        address.settings(now.enabled() ? new InetSocketAddress(now.host(), now.port()) : null, text);
        retryLater();
    }

    @Deactivate
    void close() {
        service.close();
        end();
    }

    private synchronized void end() {
        closed = true;
        cancelRetry();
        address.close();
    }

    /** As {@code metric:exporters} shows it. */
    public ExporterStatus status() {
        String problem = address.problem();
        String state = problem != null ? "failing" : address.port() > 0 ? "listening" : "off";
        return new ExporterStatus(name, state, address.scrapes(), 0, address.lastScrape(), problem);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindThreads(ThreadPools service) {
        threads = service;
        retryLater();
    }

    void unbindThreads(ThreadPools service) {
        if (threads == service) {
            threads = null;
        }
    }

    private @Nullable List<FamilySnapshot> families() {
        MetricsReader now = reader;
        return now == null ? null : now.families();
    }

    /** Without pools, the server's own thread answers: one scrape after the other. */
    private void execute(Runnable scrape) {
        ThreadPools now = threads;
        try {
            if (now != null) {
                now.blocking().execute(new Answer(scrape));
                return;
            }
        } catch (RejectedExecutionException e) {
            LOG.debug("No thread for a scrape", e);
        }
        scrape.run();
    }

    /** A scrape that is answered even if its pool ends first, on the thread that ends it: the caller waits. */
    private record Answer(Runnable scrape) implements CancellableTask {

        @Override
        public void run() {
            scrape.run();
        }

        @Override
        public void cancelled() {
            scrape.run();
        }
    }

    private synchronized void retryLater() {
        cancelRetry();
        ThreadPools now = threads;
        if (now != null && !closed && !address.open()) {
            try {
                retry = now.after(Duration.ofMillis(config.retry_ms()), this::retry);
            } catch (RejectedExecutionException e) {
                LOG.debug("No timer: the next settings or threads open the port", e);
            }
        }
    }

    private synchronized void retry() {
        retry = null; // it runs here, so it must not be cancelled
        retryLater();
    }

    private synchronized void cancelRetry() {
        if (retry != null) {
            retry.cancel();
            retry = null;
        }
    }
}
