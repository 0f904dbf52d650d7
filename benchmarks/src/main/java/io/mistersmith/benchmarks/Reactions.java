package io.mistersmith.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Question: how long does the container take to react to a file?
 *
 * <p>No rival; the goal is a second, for 95 of 100. Between two files passes a time that is no multiple of the container's
 * polls, so that the measurement does not lock on to them.
 */
final class Reactions {

    private static final int TIMES = 30;
    private static final long TICKS_PER_SECOND = 100;

    private Reactions() {}

    /** A jar copied to {@code deploy/} until its bundle has started, p95 of 30 in ms. */
    static double deploy(boolean quick) throws Exception {
        List<Double> millis = new ArrayList<>();
        try (Home home = new Home(Home.install())) {
            home.start();
            for (int i = 0; i < (quick ? 5 : TIMES); i++) {
                String mark = "mark-" + i;
                Path jar = home.marker(mark, "start", mark + ".txt");
                long began = System.nanoTime();
                home.deploy(jar);
                home.await(mark + ".txt", "started");
                millis.add((System.nanoTime() - began) / 1e6);
                pause(137 + 53L * (i % 7));
            }
        }
        return p95(millis);
    }

    /** A .cfg edited in place until its values are applied, p95 of 30 in ms. */
    static double configuration(boolean quick) throws Exception {
        List<Double> millis = new ArrayList<>();
        try (Home home = new Home(Home.install())) {
            home.start();
            home.deploy(home.marker("mark", "value", "mark.txt"));
            Path cfg = home.resolve("etc/" + Mark.PID + ".cfg");
            for (int i = 0; i < (quick ? 5 : TIMES) + 1; i++) {
                long began = System.nanoTime();
                Files.writeString(cfg, "# a comment\nvalue = v" + i + "\n");
                home.await("mark.txt", "v" + i);
                if (i > 0) { // the first makes the file, and waits for the bundle
                    millis.add((System.nanoTime() - began) / 1e6);
                }
                pause(1_137 + 53L * (i % 7)); // File Install takes times to the second as equal
            }
        }
        return p95(millis);
    }

    /** CPU time of a container that nobody asks anything, in percent of one core. */
    static double idle(boolean quick) throws Exception {
        try (Home home = new Home(Home.install())) {
            home.start();
            long pid = Long.parseLong(home.call("pid"));
            pause(quick ? 5_000 : 20_000);
            long before = ticks(pid);
            long began = System.nanoTime();
            pause(quick ? 5_000 : 20_000);
            return (ticks(pid) - before) * 100.0 / TICKS_PER_SECOND / ((System.nanoTime() - began) / 1e9);
        }
    }

    /** {@code cfg:set} in the shell until its value has reached who is configured, p95 of 30 in ms. */
    static double set(boolean quick) throws Exception {
        try (Home home = new Home(Home.install())) {
            home.start();
            Path cfg = home.resolve("etc/" + SetProbe.PID + ".cfg");
            Files.writeString(cfg, "# a comment\nvalue = begin\n");
            Path jar = home.resolve("set-1.0.jar");
            Path answer = home.resolve("set.txt");
            Marker.writeProbe(jar, quick ? 5 : TIMES, answer);
            home.deploy(jar);
            Waiting.until(() -> Files.exists(answer) && Files.size(answer) > 0, "no answer of " + jar, answer);
            String text = Files.readString(answer);
            if (text.startsWith("failed")) {
                throw new IOException(text);
            }
            return p95(Arrays.stream(text.split(" ")).map(Double::valueOf).toList());
        }
    }

    /** What 1,000 files of settings add to the CPU time of a container that nobody asks anything, in percent of one core. */
    static double thousandPids(boolean quick) throws Exception {
        int millis = quick ? 10_000 : 20_000;
        try (Home home = new Home(Home.install())) {
            home.start();
            long pid = Long.parseLong(home.call("pid"));
            pause(millis / 2);
            double before = percent(pid, millis);
            for (int i = 0; i < 1_000; i++) {
                Files.writeString(home.resolve("etc/com.example.idle" + i + ".cfg"), "# a comment\nvalue=" + i + "\n");
                if (i % 100 == 99) {
                    pause(1_500); // of 512 changes at once File Install's watch loses some, and itself
                }
            }
            home.deploy(home.marker("mark", "value", "mark.txt"));
            Files.writeString(home.resolve("etc/" + Mark.PID + ".cfg"), "value = last\n");
            home.await("mark.txt", "last");
            pause(millis);
            return percent(pid, millis) - before;
        }
    }

    private static double percent(long pid, long millis) throws IOException {
        long ticks = ticks(pid);
        long began = System.nanoTime();
        pause(millis);
        return (ticks(pid) - ticks) * 100.0 / TICKS_PER_SECOND / ((System.nanoTime() - began) / 1e9);
    }

    /** User and system time, fields 14 and 15. */
    private static long ticks(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    static double p95(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get((int) Math.ceil(0.95 * sorted.size()) - 1);
    }

    private static void pause(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
