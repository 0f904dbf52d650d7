package io.mistersmith.metrics.exporters.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.util.Map;

/**
 * An address that metrics are sent to over HTTP. Immutable.
 *
 * <p>By {@link HttpURLConnection}: it makes no threads, and each of its waits has a limit.
 */
public final class HttpAddress {

    private static final int LONGEST_ANSWER = 65_536;

    private final URL target;
    private final int timeoutMillis;

    /**
     * Makes an address.
     *
     * @param url of the server, with {@code http:} or {@code https:}
     * @param path that is appended to it
     * @param timeoutMillis limit of each wait
     * @throws IllegalArgumentException if {@code url} is malformed
     */
    public HttpAddress(String url, String path, int timeoutMillis) {
        this.timeoutMillis = timeoutMillis;
        try {
            URI base = URI.create(url);
            if (!"http".equals(base.getScheme()) && !"https".equals(base.getScheme())) {
                throw new IllegalArgumentException("no http: or https:");
            }
            target = URI.create(url.replaceAll("/+$", "") + path).toURL();
        } catch (IllegalArgumentException | IOException e) {
            throw new IllegalArgumentException("url=" + url + " is no address to push to: " + e.getMessage(), e);
        }
    }

    /**
     * Sends one request.
     *
     * @return the first 64 KB of the answer's body
     * @throws IOException if the server cannot be reached, does not answer in time, or answers with a status other than 2xx
     */
    public byte[] send(String method, Map<String, String> headers, ByteArrayOutputStream body) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) target.openConnection();
        try {
            connection.setConnectTimeout(timeoutMillis);
            connection.setReadTimeout(timeoutMillis);
            connection.setInstanceFollowRedirects(false);
            connection.setRequestMethod(method);
            headers.forEach(connection::setRequestProperty);
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(body.size());
            try (OutputStream out = connection.getOutputStream()) {
                body.writeTo(out);
            }
            int status = connection.getResponseCode();
            if (status / 100 != 2) {
                throw new IOException(method + " " + target + " was answered with " + status);
            }
            try (InputStream answer = connection.getInputStream()) {
                return answer.readNBytes(LONGEST_ANSWER);
            }
        } finally {
            connection.disconnect();
        }
    }
}
