package io.mistersmith.itests.distribution;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * Clients outside of the container that post guaranteed events, one request at a time each, and keep what was
 * acknowledged. An event whose request failed is sent again, with the same id, until it is acknowledged.
 */
final class Senders implements AutoCloseable {

    private static final String EVENT =
            "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"/senders\",\"type\":\"%s\","
                    + "\"subject\":\"%s\",\"data\":{\"key\":\"%s\",\"n\":%d}}";
    private static final Pattern ACKNOWLEDGED = Pattern.compile("\"position\":(\\d+)");

    private final Container container;
    private final String type;
    private final List<Thread> threads = new ArrayList<>();
    private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> refusals = new ConcurrentHashMap<>();
    /** When each request that waits for its answer began, by {@link System#nanoTime}. */
    private final Map<Thread, Long> inFlight = new ConcurrentHashMap<>();

    private final Queue<Unanswered> unanswered = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    /**
     * A request that got no acknowledgement; times are of {@link System#nanoTime}.
     *
     * @param broken the connection was there and ended without an answer; else the server refused the event or the connection
     */
    private record Unanswered(long begun, long ended, boolean broken) {}

    /**
     * Starts the senders; each has subjects of its own.
     *
     * @param type of the events, whose payload is a key and a number
     * @param pauseMillis between two requests of one sender; 0: none
     */
    Senders(int count, Container container, String type, String run, long pauseMillis) {
        this.container = container;
        this.type = type;
        for (int i = 0; i < count; i++) {
            String name = run + "-" + i;
            Thread thread = new Thread(() -> send(name, pauseMillis), "sender-" + name);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    private void send(String name, long pauseMillis) {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        for (long n = 1; !stopped; n++) {
            String id = name + "-" + n;
            String key = name + "-" + n % 7;
            while (!stopped && !acknowledge(client, id, key, n)) {
                LockSupport.parkNanos(
                        ThreadLocalRandom.current().nextLong(20_000_000)); // paces retries, awaits nothing
            }
            if (pauseMillis > 0) {
                LockSupport.parkNanos(pauseMillis * 1_000_000);
            }
        }
    }

    private boolean acknowledge(HttpClient client, String id, String key, long n) {
        HttpRequest request = container
                .request("/events")
                .timeout(Duration.ofSeconds(40))
                .header("Content-Type", "application/cloudevents+json")
                .POST(HttpRequest.BodyPublishers.ofString(EVENT.formatted(id, type, key, key, n)))
                .build();
        long begun = System.nanoTime();
        inFlight.put(Thread.currentThread(), begun);
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            Matcher position = ACKNOWLEDGED.matcher(response.body());
            if (response.statusCode() / 100 == 2 && position.find()) {
                acknowledged.put(id, Long.parseLong(position.group(1)));
                return true;
            }
            refused(begun, false, response.statusCode() + " " + response.body());
        } catch (ConnectException | HttpConnectTimeoutException e) {
            refused(begun, false, e.getClass().getSimpleName());
        } catch (IOException e) {
            refused(begun, true, e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            stopped = true;
        } finally {
            inFlight.remove(Thread.currentThread());
        }
        return false;
    }

    private void refused(long begun, boolean broken, String why) {
        unanswered.add(new Unanswered(begun, System.nanoTime(), broken));
        refusals.computeIfAbsent(why.length() > 200 ? why.substring(0, 200) : why, w -> new LongAdder())
                .increment();
    }

    /** Event id to position of everything that was acknowledged so far. */
    Map<String, Long> acknowledged() {
        return acknowledged;
    }

    /** Requests that wait for their answer now. */
    int inFlight() {
        return inFlight.size();
    }

    /** When the oldest request that waits for its answer began, by {@link System#nanoTime}; now if there is none. */
    long oldestInFlight() {
        long now = System.nanoTime();
        return now
                - inFlight.values().stream()
                        .mapToLong(begun -> now - begun)
                        .max()
                        .orElse(0);
    }

    /** Requests that were under way at a moment of {@link System#nanoTime} and that ended without an answer. */
    long brokenAt(long moment) {
        return unanswered.stream()
                .filter(request -> request.broken() && request.begun() - moment < 0 && request.ended() - moment > 0)
                .count();
    }

    /** When the first request that ended after a moment was not acknowledged, if one was. */
    OptionalLong firstRefusalAfter(long moment) {
        return refusalsAfter(moment).min();
    }

    /** When the last request that ended after a moment was not acknowledged, if one was. */
    OptionalLong lastRefusalAfter(long moment) {
        return refusalsAfter(moment).max();
    }

    private LongStream refusalsAfter(long moment) {
        return unanswered.stream().mapToLong(Unanswered::ended).filter(ended -> ended - moment > 0);
    }

    /** What went wrong so far: status and body, or the exception's name, with how often. */
    Map<String, LongAdder> refusals() {
        return refusals;
    }

    /** Ends all senders and waits for their last requests, at most 50 s; gives what was acknowledged. */
    Map<String, Long> finish() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join(50_000);
            if (thread.isAlive()) {
                throw new IllegalStateException(thread.getName() + " hangs in a request");
            }
        }
        return acknowledged;
    }

    @Override
    public void close() {
        stopped = true;
    }
}
