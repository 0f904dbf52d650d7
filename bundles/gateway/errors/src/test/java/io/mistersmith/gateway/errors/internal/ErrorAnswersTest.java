package io.mistersmith.gateway.errors.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.server.handler.HandlerCollection;
import org.eclipse.jetty.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of a Jetty server as Pax Web makes it: with the handler first, and with contexts that come while it runs. */
class ErrorAnswersTest {

    private static final String RETRYABLE = "\"retryable\":true}\n";

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server, 1, 1);
    private final ContextHandlerCollection contexts = new ContextHandlerCollection();

    @BeforeEach
    void start() throws Exception {
        connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        server.addConnector(connector);
        HandlerCollection all = new HandlerCollection(true);
        all.setHandlers(new Handler[] {new ErrorAnswers(() -> 60_000), contexts});
        server.setHandler(all);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"})
    void everyPathIsUnavailableWithoutAContext(String method) throws IOException {
        String answer = ask(method + " /events HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 503 ").contains("\r\nRetry-After: 1\r\n");
        if (!method.equals("HEAD")) {
            assertThat(answer).endsWith(RETRYABLE);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 405})
    void everyPathIsUnavailableWhileTheRootContextHasNoServlet(int status) throws Exception {
        context("/", "default", new Failing(status));

        assertThat(get("/events"))
                .startsWith("HTTP/1.1 503 ")
                .contains("Retry-After: 1")
                .endsWith(RETRYABLE);
    }

    @Test
    void traceIsRefusedWhateverServes() throws Exception {
        context("/", "mine", new Page());

        assertJsonError("405", ask("TRACE /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
    }

    @Test
    void errorOfAServletKeepsItsStatus() throws Exception {
        context("/", "mine", new Failing(404));
        context("/other", "default", new Failing(404));

        assertThat(get("/x")).startsWith("HTTP/1.1 404 ").endsWith("{\"error\":\"Not Found\"}\n");
        assertThat(get("/other/x")).startsWith("HTTP/1.1 404 ").endsWith("{\"error\":\"Not Found\"}\n");
    }

    @Test
    void exceptionOfAServletIsJsonToo() throws Exception {
        context("/", "mine", new Failing(0));

        assertThat(get("/x"))
                .startsWith("HTTP/1.1 500 ")
                .contains("application/json")
                .doesNotContain("<", "secret");
    }

    @Test
    void anErrorPageOfAPluginIsShown() throws Exception {
        ServletContextHandler context = context("/", "mine", new Failing(404));
        context.addServlet(new ServletHolder(new Page()), "/page");
        ((ErrorPageErrorHandler) context.getErrorHandler()).addErrorPage(404, "/page");

        assertThat(get("/x")).startsWith("HTTP/1.1 404 ").endsWith("page of the plugin");
    }

    @ParameterizedTest
    @CsvSource({
        "400, GET / HTTP/1.1|",
        "400, GET|",
        "400, GET / HTTP/1.1|Host: x|Content-Length: -1|",
        "400, GET / HTTP/1.1|Host: x|Content-Length: 1|Content-Length: 2|",
        "400, GET / HTTP/1.1|Host: x|Bad Name: 1|",
        "400, GET /%zz HTTP/1.1|Host: x|",
        "505, GET / HTTP/7.3|Host: x|",
    })
    void malformedRequestIsAnsweredInJson(String status, String request) throws IOException {
        assertJsonError(status, ask(request.replace("|", "\r\n") + "\r\n"));
    }

    @Test
    void oversizedHeaderAndAddressAreAnsweredInJson() throws IOException {
        String large = "x".repeat(10_000);

        assertJsonError("431", ask("GET / HTTP/1.1\r\nHost: x\r\nLarge: " + large + "\r\n\r\n"));
        assertJsonError("414", ask("GET /" + large + " HTTP/1.1\r\nHost: x\r\n\r\n"));
    }

    @Test
    void aTlsGreetingIsAnsweredInJson() throws IOException {
        assertJsonError("400", ask("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n"));
    }

    private static void assertJsonError(String status, String answer) {
        assertThat(answer)
                .startsWith("HTTP/1.1 " + status + " ")
                .contains("\r\nContent-Type: application/json\r\n")
                .containsPattern("\r\n\r\n\\{\"error\":\"[^\"]+\"}\n$");
    }

    /** A context that is added while the server runs, with the error handler that Pax Web gives it. */
    private ServletContextHandler context(String path, String servlet, HttpServlet answers) throws Exception {
        ServletContextHandler context = new ServletContextHandler();
        context.setContextPath(path);
        context.setErrorHandler(new ErrorPageErrorHandler());
        ServletHolder holder = new ServletHolder(servlet, answers);
        context.addServlet(holder, "/");
        contexts.addHandler(context);
        context.start();
        return context;
    }

    private String get(String path) throws IOException {
        return ask("GET " + path + " HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\nConnection: close\r\n\r\n");
    }

    /** All that the server sends until it closes the connection. */
    private String ask(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Answers with an error, or throws when the status is 0. */
    private static final class Failing extends HttpServlet {

        private static final long serialVersionUID = 1L;

        private final int status;

        Failing(int status) {
            this.status = status;
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            if (status == 0) {
                throw new IllegalStateException("secret");
            }
            response.sendError(status);
        }
    }

    private static final class Page extends HttpServlet {

        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print("page of the plugin");
        }
    }
}
