package io.mistersmith.pools.internal.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real server in processes of its own, which a test may end and hold up. */
public interface Server {

    /** Where it listens, on loopback; the same after each start. */
    int port();

    /** The process that was started; others may be below it. */
    ProcessHandle process();

    /** Starts it again over the same data; returns when it answers. */
    void startAgain() throws IOException;

    /** SIGKILL to all its processes. */
    default void kill() throws IOException {
        for (ProcessHandle one : all()) {
            one.destroyForcibly();
            try {
                one.onExit().get(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
                throw new IOException("does not end: pid=" + one.pid(), e);
            }
        }
    }

    /** SIGSTOP to all its processes. */
    default void pause() throws IOException {
        signal("-STOP", List.of(process())); // first who would start more
        signal("-STOP", all());
    }

    /** SIGCONT to all its processes. */
    default void goOn() throws IOException {
        signal("-CONT", all());
    }

    private List<ProcessHandle> all() {
        List<ProcessHandle> all = new ArrayList<>();
        all.add(process());
        process().descendants().forEach(all::add);
        return all;
    }

    private static void signal(String signal, List<ProcessHandle> to) throws IOException {
        List<String> command = new ArrayList<>(List.of("kill", signal));
        to.forEach(one -> command.add(String.valueOf(one.pid())));
        Process kill = new ProcessBuilder(command).inheritIO().start();
        try {
            kill.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
