package io.mistersmith.gateway.internal.intake;

import io.mistersmith.event.Receipt;
import io.mistersmith.gateway.internal.intake.ByteChunk.Fit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A whole body in, one answer out, after the commit: one event, or a batch of which all are stored or none. */
public final class OneRequest implements Dialogue {

    /**
     * What the request's head says.
     *
     * @param mode any but {@link ContentMode#LINES}
     * @param attributes CloudEvents attributes of the binary mode, names in lower case without {@code ce-}
     * @param contentType of the body
     */
    public record Head(ContentMode mode, Map<String, String> attributes, String contentType) {

        /** Copies what may change. */
        public Head {
            attributes = Map.copyOf(attributes);
        }

        /** Bytes that the body may have, and the key that says so. */
        public Map.Entry<String, Integer> limit(Limits limits) {
            return mode == ContentMode.BATCH || limits.maxRequestBytes() < limits.maxEventBytes()
                    ? Map.entry("max.request.bytes", limits.maxRequestBytes())
                    : Map.entry("max.event.bytes", limits.maxEventBytes());
        }

        /** What to answer when it is longer. */
        public Problem tooLong(Limits limits) {
            return Problem.tooLong(413, limit(limits).getKey(), limit(limits).getValue());
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(OneRequest.class);
    private static final byte[] NONE = {};

    private final Head request;
    private final Inlet inlet;
    private final Limits limits;
    private final Budget budget;
    private final Tally tally;
    private final LongSupplier clock;
    private final Runnable wake;
    private final ByteChunk body;
    private final long begunAt;
    private final AtomicReference<@Nullable Reply> reply = new AtomicReference<>();
    private boolean inputEnded;
    private int published;
    private long publishedAt;
    private boolean sent;

    /** The dialogue of one request; {@code wake} is called, on any thread, when the answer is there. */
    public OneRequest(
            Head request, Inlet inlet, Limits limits, Budget budget, Tally tally, LongSupplier clock, Runnable wake) {
        this.request = request;
        this.inlet = inlet;
        this.limits = limits;
        this.budget = budget;
        this.tally = tally;
        this.clock = clock;
        this.wake = wake;
        body = new ByteChunk(budget);
        begunAt = clock.getAsLong();
    }

    @Override
    public boolean wantsInput() {
        return !inputEnded && reply.get() == null;
    }

    @Override
    public boolean awaitsClient() {
        return wantsInput();
    }

    @Override
    public void received(byte[] bytes, int length) {
        Fit fit = body.append(bytes, 0, length, request.limit(limits).getValue());
        switch (fit) {
            case TAKEN -> {}
            case TOO_LONG -> refuse(request.tooLong(limits));
            case NO_BUDGET ->
                refuse(Problem.retry(503, "requests hold max.buffered.bytes=" + limits.maxBufferedBytes()));
        }
    }

    @Override
    public void ended() {
        inputEnded = true;
        if (reply.get() == null) {
            publish(body.take());
        }
    }

    private void publish(byte[] bytes) {
        published = bytes.length;
        publishedAt = clock.getAsLong();
        if (request.mode() == ContentMode.BATCH) {
            inlet.batch(bytes, limits.maxEventBytes()).whenComplete((receipts, thrown) -> {
                if (receipts != null) {
                    stored(receipts, receipts.stream().map(OneRequest::json).toList());
                } else {
                    failed(thrown);
                }
            });
            return;
        }
        CompletionStage<Receipt> stage = request.mode() == ContentMode.STRUCTURED
                ? inlet.structured(bytes)
                : inlet.binary(request.attributes(), request.contentType(), bytes);
        stage.whenComplete((receipt, thrown) -> {
            if (receipt != null) {
                stored(List.of(receipt), json(receipt));
            } else {
                failed(thrown);
            }
        });
    }

    private static Map<String, Object> json(Receipt receipt) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", receipt.id());
        json.put("position", receipt.position());
        json.put("duplicate", receipt.duplicate());
        return json;
    }

    private void stored(List<Receipt> receipts, Object answer) {
        if (settle(Reply.json(200, answer))) {
            receipts.forEach(receipt -> tally.stored(receipt.duplicate()));
        }
        wake.run();
    }

    private void failed(@Nullable Throwable thrown) {
        Throwable reason = thrown == null ? new IllegalStateException("no receipt") : thrown;
        Problem problem = Problem.of(reason);
        if (problem.unexpected()) {
            LOG.error("A request's events could not be published", reason);
        }
        Problem placed = request.mode() == ContentMode.BATCH ? problem : problem.at(-1);
        refuse(placed);
        wake.run();
    }

    private void refuse(Problem problem) {
        if (settle(problem.reply())) {
            tally.refused();
        }
    }

    private boolean settle(Reply answer) {
        return reply.compareAndSet(null, answer);
    }

    @Override
    public void advance() {
        if (reply.get() != null) {
            release();
        }
    }

    private void release() {
        body.clear();
        budget.release(published);
        published = 0;
    }

    @Override
    public byte[] next() {
        Reply answer = reply.get();
        if (answer == null || sent) {
            return NONE;
        }
        sent = true;
        return answer.body().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Reply head() {
        Reply answer = reply.get();
        if (answer == null) {
            throw new IllegalStateException("No answer yet");
        }
        return answer;
    }

    @Override
    public boolean finished() {
        return sent;
    }

    @Override
    public void expire(long nanoTime) {
        if (!inputEnded && nanoTime - begunAt >= limits.bodyTimeout().toNanos()) {
            long millis = limits.bodyTimeout().toMillis();
            refuse(Problem.retry(408, "the body did not come within " + millis + " ms, nothing was stored"));
        }
        if (inputEnded && nanoTime - publishedAt >= limits.answerTimeout().toNanos()) {
            refuse(Problem.noAnswer(limits.answerTimeout()));
        }
    }

    @Override
    public void stalled(Duration idle) {
        refuse(Problem.retry(408, "nothing came for " + idle.toMillis() + " ms, nothing was stored"));
    }

    @Override
    public void close() {
        if (!inputEnded) {
            refuse(Problem.retry(503, "the container takes no more now, nothing was stored"));
        }
    }

    @Override
    public void broken() {
        settle(Reply.json(500, Map.of()));
        release();
    }
}
