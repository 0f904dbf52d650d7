package io.mistersmith.metrics.exporters.internal.otlp;

import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.exporters.internal.HttpAddress;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An OpenTelemetry collector, or another receiver of OTLP over HTTP. */
final class Collector {

    private final HttpAddress address;
    private final Map<String, String> headers;
    private final MetricsRequest request;

    Collector(HttpAddress address, Map<String, String> headers, MetricsRequest request) {
        this.address = address;
        this.headers = new HashMap<>(headers);
        this.headers.put("Content-Type", "application/x-protobuf");
        this.request = request;
    }

    /**
     * Sends metrics.
     *
     * @throws IOException if they do not arrive, or some of them are rejected
     */
    void send(List<FamilySnapshot> families) throws IOException {
        MetricsResponse response =
                MetricsResponse.of(address.send("POST", headers, request.of(families, Instant.now())));
        if (response.rejected() > 0) {
            throw new IOException(
                    "The receiver rejected " + response.rejected() + " data points: " + response.message());
        }
    }
}
