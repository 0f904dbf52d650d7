package io.mistersmith.metrics.exporters.internal.push;

import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.exporters.internal.prometheus.PrometheusText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Replaces all metrics of one job and instance at a Pushgateway.
 *
 * <p>By {@link HttpURLConnection}: it makes no threads, and each of its waits has a limit.
 */
final class Push {

    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_.:-]+");

    private final URL target;
    private final int timeoutMillis;
    private final PrometheusText text;

    Push(URL target, int timeoutMillis, PrometheusText text) {
        this.target = target;
        this.timeoutMillis = timeoutMillis;
        this.text = text;
    }

    /**
     * The address that metrics of a job are put to.
     *
     * @throws IllegalArgumentException if a part is malformed
     */
    static URL target(String url, String job, String instance) {
        if (!PART.matcher(job).matches()
                || !(instance.isEmpty() || PART.matcher(instance).matches())) {
            throw new IllegalArgumentException("job=" + job + ", instance=" + instance + ": one is not " + PART);
        }
        String rest = "/metrics/job/" + job + (instance.isEmpty() ? "" : "/instance/" + instance);
        try {
            URI base = URI.create(url);
            if (!"http".equals(base.getScheme()) && !"https".equals(base.getScheme())) {
                throw new IllegalArgumentException("no http: or https:");
            }
            return URI.create(url.replaceAll("/+$", "") + rest).toURL();
        } catch (IllegalArgumentException | IOException e) {
            throw new IllegalArgumentException("url=" + url + " is no address to push to: " + e.getMessage(), e);
        }
    }

    void send(List<FamilySnapshot> families) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        String type = text.writePlain(families, body);
        HttpURLConnection connection = (HttpURLConnection) target.openConnection();
        try {
            connection.setConnectTimeout(timeoutMillis);
            connection.setReadTimeout(timeoutMillis);
            connection.setInstanceFollowRedirects(false);
            connection.setRequestMethod("PUT");
            connection.setRequestProperty("Content-Type", type);
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(body.size());
            try (OutputStream out = connection.getOutputStream()) {
                body.writeTo(out);
            }
            int status = connection.getResponseCode();
            if (status / 100 != 2) {
                throw new IOException("PUT " + target + " was answered with " + status);
            }
        } finally {
            connection.disconnect();
        }
    }
}
