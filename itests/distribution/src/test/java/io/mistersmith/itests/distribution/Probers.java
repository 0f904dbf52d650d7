package io.mistersmith.itests.distribution;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients without a token that ask every kind of path without a pause, also while nothing listens yet or any more. Each
 * path has one answer while it is served; everything else must be 503 with {@code Retry-After} and a JSON body.
 */
final class Probers implements AutoCloseable {

    private static final long RETRY_NANOS = 2_000_000;

    /** A request and the status of its answer while the gateway serves. */
    private record Ask(String method, String path, int served) {}

    private static final List<Ask> ASKS = List.of(
            new Ask("GET", "/health/live", 200),
            new Ask("POST", "/events", 401),
            new Ask("GET", "/nothing/here", 401),
            new Ask("GET", "/livez", 200),
            new Ask("PUT", "/events", 401));

    private final Container container;
    private final List<Thread> threads = new ArrayList<>();
    private final Map<String, LongAdder> wrong = new ConcurrentHashMap<>();
    private final LongAdder answers = new LongAdder();
    private final LongAdder unavailable = new LongAdder();
    private final AtomicLong broken = new AtomicLong();
    private volatile boolean stopped;

    Probers(int count, Container container) {
        this.container = container;
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(this::ask, "prober-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    private void ask() {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        for (int n = 0; !stopped; n++) {
            Ask ask = ASKS.get(n % ASKS.size());
            HttpRequest.Builder request = container
                    .anonymous(ask.path())
                    .method(
                            ask.method(),
                            ask.method().equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString("{}"));
            try {
                judge(ask, client.send(request.build(), HttpResponse.BodyHandlers.ofString()));
            } catch (IOException e) {
                if (answers.sum() > 0) {
                    broken.incrementAndGet();
                }
                LockSupport.parkNanos(RETRY_NANOS); // paces the next try, awaits nothing
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void judge(Ask ask, HttpResponse<String> response) {
        answers.increment();
        int status = response.statusCode();
        String type = response.headers().firstValue("Content-Type").orElse("none");
        boolean retry = response.headers().firstValue("Retry-After").isPresent();
        if (status == 503) {
            unavailable.increment();
        }
        boolean right = status == ask.served()
                || (status == 503
                        && retry
                        && (type.startsWith("application/json") || ask.path().equals("/livez")));
        if (!right) {
            String answer = ask + " answered " + status + " " + type + " retry " + retry + " " + response.body();
            wrong.computeIfAbsent(answer.substring(0, Math.min(answer.length(), 300)), w -> new LongAdder())
                    .increment();
        }
    }

    /** Answers that are neither that of the path nor 503, with how often. */
    Map<String, LongAdder> wrong() {
        return wrong;
    }

    /** Requests without an answer since the first answer: refused connections and those that ended early. */
    long broken() {
        return broken.get();
    }

    long answers() {
        return answers.sum();
    }

    long unavailable() {
        return unavailable.sum();
    }

    /** Ends the clients after their last answer. */
    void finish() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join(40_000);
            if (thread.isAlive()) {
                throw new IllegalStateException(thread.getName() + " hangs in a request");
            }
        }
    }

    @Override
    public void close() {
        stopped = true;
    }
}
