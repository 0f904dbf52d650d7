package io.mistersmith.pools.internal.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Stands before a server on loopback and does to its answers what it is told. Two daemon threads per connection. */
public final class FaultyProxy implements AutoCloseable {

    private static final byte[] HTTP =
            "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] REDIS_OF_16_MB = "$16777216\r\nabc".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ROW_OF_16_MB = {'D', 1, 0, 0, 10, 0, 1, 1, 0, 0, 0, 'a'};

    private final ServerSocket listening;
    private final int to;
    private final Random random = new Random(41);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile long delayNanos;
    private volatile boolean garbage;

    /** Before the server at this port. */
    public FaultyProxy(int to) throws IOException {
        this(0, to);
    }

    /** At a port of one's choice; 0: any that is free. */
    public FaultyProxy(int port, int to) throws IOException {
        this.to = to;
        this.listening = new ServerSocket(port, 100, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    /** Where it listens. */
    public int port() {
        return listening.getLocalPort();
    }

    /** From now on each piece of an answer comes so much later. */
    public void delay(Duration by) {
        delayNanos = by.toNanos();
    }

    /** From now on answers are something else: text of another protocol, noise, or the beginning of what never ends. */
    public void garbage(boolean now) {
        garbage = now;
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "faulty-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                open.add(client);
                Socket server = new Socket();
                open.add(server);
                daemon(() -> serve(client, server));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client, Socket server) {
        try {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), to), 1_000);
        } catch (IOException e) {
            end(client, server);
            return;
        }
        daemon(() -> copy(client, server, false));
        copy(server, client, true);
    }

    private void copy(Socket from, Socket into, boolean answers) {
        byte[] buffer = new byte[16 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = into.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (answers) {
                    later(System.nanoTime() + delayNanos);
                }
                if (answers && garbage) {
                    out.write(nonsense());
                } else {
                    out.write(buffer, 0, count);
                }
            }
        } catch (IOException e) {
            // one of both is gone, so both go
        } finally {
            end(from, into);
        }
    }

    private static void later(long when) {
        for (long left = when - System.nanoTime(); left > 0; left = when - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private byte[] nonsense() {
        synchronized (random) {
            return switch (random.nextInt(6)) {
                case 0 -> HTTP;
                case 1 -> REDIS_OF_16_MB;
                case 2 -> ROW_OF_16_MB;
                default -> {
                    byte[] noise = new byte[1 + random.nextInt(200)];
                    random.nextBytes(noise);
                    yield noise;
                }
            };
        }
    }

    private void end(Socket... sockets) {
        for (Socket socket : sockets) {
            open.remove(socket);
            try {
                socket.close();
            } catch (IOException e) {
                // it is closed
            }
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        end(open.toArray(Socket[]::new));
    }
}
