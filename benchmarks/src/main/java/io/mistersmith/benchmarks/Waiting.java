package io.mistersmith.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another process does, looking every millisecond. */
final class Waiting {

    static final long PATIENCE_SECONDS = 180;

    private Waiting() {}

    /** Something that is so or not yet. */
    interface Condition {
        boolean holds() throws IOException;
    }

    /**
     * Returns when the condition holds.
     *
     * @throws IOException if it does not within {@link #PATIENCE_SECONDS}: the complaint, and where to look
     */
    static void until(Condition condition, String complaint, Path see) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new IOException(complaint + " after " + PATIENCE_SECONDS + " s; see " + see);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Returns when something answers on each of these ports of this machine. */
    static void forPorts(Path see, int... ports) throws IOException {
        for (int port : ports) {
            until(() -> answers(port), "nothing on port " + port, see);
        }
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
