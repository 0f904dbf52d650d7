package io.mistersmith.gateway.errors.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.AbstractHandler;
import org.eclipse.jetty.server.handler.HandlerCollection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connection ends in time when its next request does not begin, and only then. */
@Timeout(30)
class HeadTimeoutTest {

    private static final long SHORT_MILLIS = 300;
    private static final int SERVER_IDLE_MILLIS = 60_000;
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    private final AtomicLong limit = new AtomicLong(SHORT_MILLIS);
    private final CountDownLatch answerNow = new CountDownLatch(1);
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server, 1, 1);
    private final ScheduledExecutorService drops = Executors.newSingleThreadScheduledExecutor();

    @BeforeEach
    void start() throws Exception {
        connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        connector.setIdleTimeout(SERVER_IDLE_MILLIS);
        server.addConnector(connector);
        HandlerCollection all = new HandlerCollection();
        all.setHandlers(new Handler[] {new ErrorAnswers(limit::get), new Answer()});
        server.setHandler(all);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        drops.shutdownNow();
        answerNow.countDown();
        server.stop();
    }

    @Test
    void aConnectionThatSendsNothingIsClosed() throws IOException {
        try (Socket socket = connect()) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aHeadThatComesByteByByteIsGivenUp() throws IOException {
        try (Socket socket = connect()) {
            send(socket, "GET / HTTP/1.1\r\nSlow: ");
            ScheduledFuture<?> dropping = drops.scheduleAtFixedRate(() -> drop(socket), 50, 50, TimeUnit.MILLISECONDS);

            assertThat(ends(socket)).isTrue();
            dropping.cancel(false);
        }
    }

    @Test
    void aConnectionThatIsIdleAfterItsAnswersIsClosed() throws IOException {
        answerNow.countDown();
        try (Socket socket = connect()) {
            send(socket, REQUEST + REQUEST);

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .containsPattern("(?s)200 OK.*200 OK");
        }
    }

    @Test
    void aRequestThatIsBeingAnsweredIsNotCut() throws Exception {
        try (Socket idle = connect();
                Socket busy = connect()) {
            send(busy, REQUEST);

            assertThat(idle.getInputStream().read()).isEqualTo(-1);
            answerNow.countDown();
            assertThat(new String(busy.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200 OK");
        }
    }

    @Test
    void aNewLimitHoldsForOpenConnections() throws IOException {
        limit.set(2_000);
        try (Socket socket = connect()) {
            limit.set(SHORT_MILLIS);

            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void drop(Socket socket) {
        try {
            send(socket, "x");
        } catch (IOException e) {
            throw new IllegalStateException("The connection has ended, and so do the drops", e);
        }
    }

    /** Whether the server ends the connection, in order or, with bytes on the way, by a reset. */
    private static boolean ends(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() == -1;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true;
        }
    }

    /** Answers when the test says so. */
    private final class Answer extends AbstractHandler {

        @Override
        public void handle(String target, Request base, HttpServletRequest request, HttpServletResponse response) {
            try {
                base.setHandled(true);
                response.setStatus(answerNow.await(20, TimeUnit.SECONDS) ? 200 : 500);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
