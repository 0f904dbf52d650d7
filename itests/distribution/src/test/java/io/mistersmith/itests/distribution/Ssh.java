package io.mistersmith.itests.distribution;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;

/** Runs commands in the shell of a container as Karaf's client does, but in this process: a tenth of the time. */
final class Ssh {

    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration LOGIN_LIMIT = Duration.ofSeconds(20);
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");
    private static final SshClient CLIENT = client();

    private Ssh() {}

    private static SshClient client() {
        SshClient client = SshClient.setUpDefaultClient();
        client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setFilePasswordProvider(FilePasswordProvider.EMPTY);
        client.start();
        return client;
    }

    /**
     * Runs one command in a session of its own.
     *
     * @return what it printed, without colours; status 1 and the reason if the container does not let this user in
     * @throws AssertionError if the command takes longer than {@code limit}
     */
    static Result run(int port, String user, String password, String command, Duration limit) {
        List<String> called = List.of("shell", command);
        await().atMost(LOGIN_LIMIT).pollInterval(Duration.ofMillis(20)).until(() -> listens(port));
        try (ClientSession session =
                CLIENT.connect(user, LOOPBACK, port).verify(LOGIN_LIMIT).getSession()) {
            session.addPasswordIdentity(password);
            try {
                session.auth().verify(LOGIN_LIMIT);
            } catch (IOException refused) {
                return new Result(called, 1, "", String.valueOf(refused.getMessage()));
            }
            return run(session, called, limit);
        } catch (IOException failure) {
            throw new UncheckedIOException("no answer to " + called, failure);
        }
    }

    private static Result run(ClientSession session, List<String> called, Duration limit) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (ChannelExec channel = session.createExecChannel(called.get(1) + "\n")) {
            channel.setOut(out);
            channel.setErr(err);
            channel.open().verify(LOGIN_LIMIT);
            if (channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), limit).contains(ClientChannelEvent.TIMEOUT)) {
                throw new AssertionError("took longer than " + limit + ": " + called + "\n" + text(out) + text(err));
            }
            Integer status = channel.getExitStatus();
            return new Result(called, status == null ? -1 : status, text(out), text(err));
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    private static String text(ByteArrayOutputStream bytes) {
        return COLOUR.matcher(bytes.toString(StandardCharsets.UTF_8)).replaceAll("");
    }
}
