package io.mistersmith.pools.internal.security;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Encrypts the connections of a driver that makes its socket factory by the name of the class, with one text as argument, as
 * PostgreSQL's does: the text is what {@link #register} gave.
 */
public final class TlsSocketFactory extends SSLSocketFactory {

    private static final AtomicLong LAST = new AtomicLong();
    private static final Map<String, Registered> REGISTERED = new ConcurrentHashMap<>();

    private record Registered(SSLSocketFactory factory, SSLParameters parameters) {}

    private final Registered with;

    /**
     * Called by drivers.
     *
     * @throws IllegalStateException if nothing is registered by this text
     */
    public TlsSocketFactory(String text) {
        Registered found = REGISTERED.get(text);
        if (found == null) {
            throw new IllegalStateException("These connections are no longer made: " + text);
        }
        with = found;
    }

    /**
     * Sockets may be made from now on.
     *
     * @return by what they are found
     */
    public static String register(String pool, SSLSocketFactory factory, SSLParameters parameters) {
        String text = pool + " " + LAST.incrementAndGet();
        REGISTERED.put(text, new Registered(factory, parameters));
        return text;
    }

    /** No more sockets. */
    public static void unregister(String text) {
        REGISTERED.remove(text);
    }

    private Socket checked(Socket socket) {
        ((SSLSocket) socket).setSSLParameters(with.parameters);
        return socket;
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return with.factory.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return with.factory.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
        return checked(with.factory.createSocket(socket, host, port, autoClose));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return checked(with.factory.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
        return checked(with.factory.createSocket(host, port, from, fromPort));
    }

    @Override
    public Socket createSocket(InetAddress address, int port) throws IOException {
        return checked(with.factory.createSocket(address, port));
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress from, int fromPort) throws IOException {
        return checked(with.factory.createSocket(address, port, from, fromPort));
    }
}
