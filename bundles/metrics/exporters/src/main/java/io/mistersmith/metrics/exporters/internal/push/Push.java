package io.mistersmith.metrics.exporters.internal.push;

import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.exporters.internal.HttpAddress;
import io.mistersmith.metrics.exporters.internal.prometheus.PrometheusText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Replaces all metrics of one job and instance at a Pushgateway. */
final class Push {

    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_.:-]+");

    private final HttpAddress target;
    private final PrometheusText text;

    Push(HttpAddress target, PrometheusText text) {
        this.target = target;
        this.text = text;
    }

    /**
     * The address that metrics of a job are put to.
     *
     * @throws IllegalArgumentException if a part is malformed
     */
    static HttpAddress target(String url, String job, String instance, int timeoutMillis) {
        if (!PART.matcher(job).matches()
                || !(instance.isEmpty() || PART.matcher(instance).matches())) {
            throw new IllegalArgumentException("job=" + job + ", instance=" + instance + ": one is not " + PART);
        }
        String path = "/metrics/job/" + job + (instance.isEmpty() ? "" : "/instance/" + instance);
        return new HttpAddress(url, path, timeoutMillis);
    }

    void send(List<FamilySnapshot> families) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        String type = text.writePlain(families, body);
        byte[] unused = target.send("PUT", Map.of("Content-Type", type), body);
    }
}
