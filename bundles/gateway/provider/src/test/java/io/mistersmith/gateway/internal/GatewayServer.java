package io.mistersmith.gateway.internal;

import io.mistersmith.gateway.internal.intake.FakeBus;
import io.mistersmith.gateway.internal.intake.FakeCloudEvents;
import io.mistersmith.gateway.internal.intake.Inlet;
import io.mistersmith.gateway.internal.intake.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The servlets in the HTTP server that the container uses too, on a free port, with few threads. */
final class GatewayServer {

    static final int THREADS = 8;
    /** Where only the servlet of unknown paths is, as while the others come or go. */
    private static final String BARE = "/bare";

    private static final int SMALL_BUFFER = 16 * 1024;

    final ExecutorService committer = Executors.newSingleThreadExecutor();
    final FakeBus bus = new FakeBus(committer);
    final Inlet inlet = new Inlet();
    final HealthServlet health = new HealthServlet();
    final Gateway gateway;
    final String token;
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledFuture<?> ticking;
    private final Server server;
    private final ServerConnector connector;
    private final HttpClient client = HttpClient.newHttpClient();

    GatewayServer(Path folder, Limits limits) throws Exception {
        inlet.bus(bus);
        inlet.cloudEvents(new FakeCloudEvents());
        Path file = folder.resolve("secrets/http.token");
        HttpToken secret = HttpToken.at(file);
        token = Files.readString(file).strip();
        gateway = new Gateway(secret, "./run token", limits, inlet, new Requests());
        server = new Server(new QueuedThreadPool(THREADS));
        connector = new ServerConnector(server, 1, 1);
        connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        connector.setAcceptedSendBufferSize(SMALL_BUFFER);
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        ServletHolder events = new ServletHolder(new EventsServlet(gateway));
        events.setAsyncSupported(true);
        context.addServlet(events, "/events");
        ServletHolder probes = new ServletHolder(health);
        for (String path : new String[] {"/health/*", "/ready", "/livez", "/readyz"}) {
            context.addServlet(probes, path);
        }
        context.addServlet(new ServletHolder(new UnknownPathServlet(gateway)), "/");
        ServletContextHandler bare = new ServletContextHandler();
        bare.setContextPath(BARE);
        bare.addServlet(new ServletHolder(new UnknownPathServlet(gateway)), "/");
        server.setHandler(new ContextHandlerCollection(bare, context));
        server.start();
        ticking = ticks.scheduleAtFixedRate(gateway.exchanges()::tick, 50, 50, TimeUnit.MILLISECONDS);
    }

    /** A request with the token that ends by itself when there is no answer. */
    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + connector.getLocalPort() + path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + token);
    }

    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** What is answered to {@code GET} of a path while only the servlet of unknown paths is there. */
    HttpResponse<String> withoutServlet(String path) throws IOException, InterruptedException {
        return send(request(BARE + path).GET().build());
    }

    HttpResponse<String> post(String contentType, String body) throws IOException, InterruptedException {
        return send(request("/events")
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    /** A connection of which the test decides when to write and when to read. */
    Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(SMALL_BUFFER);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), connector.getLocalPort()));
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** Begins a stream of lines on a connection, with a chunked body. */
    OutputStream beginStream(Socket socket) throws IOException {
        OutputStream out = socket.getOutputStream();
        write(
                out,
                "POST /events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token
                        + "\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n");
        return out;
    }

    static void chunk(OutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        write(out, Integer.toHexString(bytes.length) + "\r\n");
        out.write(bytes);
        write(out, "\r\n");
    }

    static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** What comes until this text is in it, or the connection ends. */
    static String readUntil(InputStream in, String end) throws IOException {
        StringBuilder all = new StringBuilder();
        while (all.indexOf(end) < 0) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            all.append((char) next);
        }
        return all.toString();
    }

    static String event(String id) {
        return "{\"specversion\":\"1.0\",\"type\":\"order.placed\",\"source\":\"/test\",\"id\":\"" + id
                + "\",\"data\":{\"amount\":1}}";
    }

    void close() throws Exception {
        gateway.close();
        server.stop();
        ticking.cancel(true);
        ticks.shutdownNow();
        committer.shutdownNow();
    }
}
