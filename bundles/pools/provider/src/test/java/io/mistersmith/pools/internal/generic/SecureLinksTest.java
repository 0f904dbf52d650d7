package io.mistersmith.pools.internal.generic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mistersmith.pools.ResourceFactory;
import io.mistersmith.pools.SecurityContext;
import io.mistersmith.pools.internal.engine.Reason;
import io.mistersmith.pools.internal.security.Credentials;
import io.mistersmith.pools.internal.security.TestCertificates;
import io.mistersmith.pools.internal.security.Tls;
import io.mistersmith.pools.internal.security.TlsSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A factory of a plugin secures its resources with the pool's keys: mutual TLS and a login, against a real TLS server. */
@Timeout(30)
class SecureLinksTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final Path folder;
    private final TestCertificates ca;

    SecureLinksTest(@TempDir Path folder) throws Exception {
        this.folder = folder;
        this.ca =
                new TestCertificates(folder, "ca").issue("server", "127.0.0.1").issue("client", "client.example");
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
        threads.shutdownNow();
    }

    /** Answers each connection with the name in its certificate, once it has read a login. */
    private int serve(String as) throws IOException {
        Tls tls = new Tls(TlsSettings.trusting(ca.ca().toString())
                .showing(ca.cert(as).toString(), ca.key(as).toString()));
        SSLServerSocket server = (SSLServerSocket)
                tls.context().getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
        server.setNeedClientAuth(true);
        opened.add(server);
        threads.execute(() -> {
            while (!server.isClosed()) {
                try (SSLSocket one = (SSLSocket) server.accept()) {
                    String login = read(one);
                    write(one, one.getSession().getPeerPrincipal() + " as " + login);
                } catch (IOException e) {
                    // refused, or over
                }
            }
        });
        return server.getLocalPort();
    }

    private static String read(Socket socket) throws IOException {
        byte[] line = new byte[100];
        int length = socket.getInputStream().read(line);
        if (length < 0) {
            throw new IOException("the server hung up");
        }
        return new String(line, 0, length, StandardCharsets.UTF_8);
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private TlsSettings mutual(Path trusted) {
        return TlsSettings.trusting(trusted.toString())
                .showing(ca.cert("client").toString(), ca.key("client").toString());
    }

    private static FactoryMaker maker(int port, TlsSettings tls) {
        FactoryMaker maker = new FactoryMaker("links", "links", new Credentials("ann", "canary-5", tls));
        maker.factory(new Links(port));
        return maker;
    }

    @Test
    void theHandshakeHasCertificatesUserAndPassword() throws Exception {
        FactoryMaker maker = maker(serve("server"), mutual(ca.ca()));

        Link link = (Link) maker.make();

        assertThat(link.greeting).isEqualTo("CN=client as ann canary-5");
        assertThat(maker.healthy(link)).isTrue();
        maker.destroy(link);
        assertThat(link.socket.isClosed()).isTrue();
    }

    @Test
    void whatIsWrongIsRefusedAndDestroyed() throws Exception {
        int port = serve("server");
        ca.issue("elsewhere", "elsewhere.example").issue("expired", "127.0.0.1", Duration.ofDays(-1), "EC");

        assertRefused(
                port, mutual(new TestCertificates(folder, "stranger").ca()), "unable to find valid certification path");
        assertRefused(serve("elsewhere"), mutual(ca.ca()), "No subject alternative names matching IP address");
        assertRefused(serve("expired"), mutual(ca.ca()), "NotAfter");
        assertThatExceptionOfType(IOException.class).as("no client certificate").isThrownBy(() -> maker(
                        port, TlsSettings.trusting(ca.ca().toString()))
                .make());
    }

    private static void assertRefused(int port, TlsSettings tls, String why) {
        Links factory = new Links(port);
        FactoryMaker maker = new FactoryMaker("links", "links", new Credentials("ann", "canary-5", tls));
        maker.factory(factory);

        assertThatThrownBy(maker::make)
                .isInstanceOf(SSLException.class)
                .satisfies(e -> assertThat(Reason.of(e)).contains(why).doesNotContain("canary"));
        assertThat(factory.destroyed).isEqualTo(1);
    }

    @Test
    void aRenewedCertificateIsForNewResourcesAndOldOnesFailTheirNextCheck() throws Exception {
        FactoryMaker maker = maker(serve("server"), mutual(ca.ca()));
        Object old = maker.make();

        ca.issue("client", "renewed.example");

        await().until(() -> !maker.healthy(old));
        Link next = (Link) maker.make();
        assertThat(next.greeting).startsWith("CN=client");
        assertThat(maker.healthy(next)).isTrue();
        maker.destroy(old);
        maker.destroy(next);
    }

    @Test
    void otherCredentialsMeanOtherResources() {
        FactoryMaker maker = maker(1, mutual(ca.ca()));

        assertThat(maker.settings("other", new Credentials("ann", "canary-5", mutual(ca.ca()))))
                .isFalse();
        assertThat(maker.settings("other", new Credentials("ann", "canary-6", mutual(ca.ca()))))
                .isTrue();
        assertThat(maker.settings("other", new Credentials("ann", "canary-6", null)))
                .isTrue();
        assertThat(new Credentials("ann", "canary-6", mutual(ca.ca())).toString())
                .isEqualTo("ann, with TLS");
    }

    /** A connection that is plain until the handshake. */
    private static final class Link {

        private Socket socket;
        private String greeting = "";

        Link(Socket plain) {
            this.socket = plain;
        }
    }

    private static final class Links implements ResourceFactory<Object> {

        private final int port;
        private int destroyed;

        Links(int port) {
            this.port = port;
        }

        @Override
        public Object create(SecurityContext security) throws IOException {
            return new Link(new Socket(InetAddress.getLoopbackAddress(), port));
        }

        @Override
        public void secureHandshake(Object resource, SecurityContext security) throws IOException {
            Link link = (Link) resource;
            SSLSocket secure = (SSLSocket)
                    security.sslContext().getSocketFactory().createSocket(link.socket, "127.0.0.1", port, true);
            link.socket = secure;
            secure.setSSLParameters(security.sslParameters());
            secure.setSoTimeout(2_000);
            secure.startHandshake();
            write(secure, security.user() + " " + new String(security.password()));
            link.greeting = read(secure);
        }

        @Override
        public void destroy(Object resource) throws IOException {
            destroyed++;
            ((Link) resource).socket.close();
        }
    }
}
