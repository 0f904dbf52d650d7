package io.mistersmith.pools.internal.redis;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * Connects to one Redis; connecting, the handshake and each answer have a limit. The address is looked up each time.
 *
 * @param context null: not encrypted
 * @param parameters of encrypted ones
 */
record RedisSockets(
        String host,
        int port,
        int connectMillis,
        int socketMillis,
        @Nullable SSLContext context,
        @Nullable SSLParameters parameters)
        implements JedisSocketFactory {

    @Override
    public Socket createSocket() {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            socket.connect(new InetSocketAddress(host, port), connectMillis);
            socket.setSoTimeout(socketMillis);
            return context == null ? socket : encrypted(socket, context);
        } catch (IOException | RuntimeException e) {
            close(socket, e);
            throw new NoSocketException("No connection: redis=" + host + ":" + port + ", " + e.getMessage(), e);
        }
    }

    /** Nothing was sent to the server yet. */
    static final class NoSocketException extends JedisConnectionException {

        private static final long serialVersionUID = 1L;

        private NoSocketException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private Socket encrypted(Socket plain, SSLContext with) throws IOException {
        SSLSocket socket = (SSLSocket) with.getSocketFactory().createSocket(plain, host, port, true);
        if (parameters != null) {
            socket.setSSLParameters(parameters);
        }
        socket.startHandshake();
        return socket;
    }

    private static void close(Socket socket, Exception failure) {
        try {
            socket.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
