package io.mistersmith.gateway.internal.intake;

import io.mistersmith.event.Receipt;
import io.mistersmith.gateway.internal.intake.LineSplitter.Line;
import io.mistersmith.shell.support.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event a line in, one answer a line out, in the order of the lines and each after its commit.
 *
 * <p>At most {@link Limits#window} events are between being read and being answered; while there are as many, nothing more
 * is read, so a slow store or a slow reader slows the sender and memory stays bounded.
 */
public final class LineStream implements Dialogue {

    private static final Logger LOG = LoggerFactory.getLogger(LineStream.class);
    private static final byte[] NONE = {};

    private final Inlet inlet;
    private final Supplier<Limits> limits;
    private final Tally tally;
    private final Runnable wake;
    private final LongSupplier clock;
    private final LineSplitter lines;
    private final AnswerWindow answers;
    private long agingLine;
    private long agingSince;
    private boolean inputEnded;
    private boolean lastTaken;
    private @Nullable String farewell;
    private boolean farewellSent;

    /** The dialogue of one request; {@code wake} is called, on any thread, when an answer came. */
    public LineStream(
            Inlet inlet, Supplier<Limits> limits, Budget budget, Tally tally, LongSupplier clock, Runnable wake) {
        this.inlet = inlet;
        this.limits = limits;
        this.tally = tally;
        this.clock = clock;
        this.wake = wake;
        lines = new LineSplitter(budget, () -> limits.get().maxEventBytes());
        answers = new AnswerWindow(budget);
    }

    @Override
    public boolean wantsInput() {
        return !inputEnded && farewell == null && lines.hungry() && answers.hasRoom(limits.get());
    }

    @Override
    public boolean awaitsClient() {
        return wantsInput() && answers.isEmpty();
    }

    @Override
    public void received(byte[] bytes, int length) {
        lines.feed(bytes, length);
    }

    @Override
    public void ended() {
        inputEnded = true;
    }

    @Override
    public void advance() {
        while (farewell == null && answers.hasRoom(limits.get())) {
            Line line = lines.next();
            if (line == null && inputEnded && !lastTaken) {
                lastTaken = true;
                line = lines.last();
            }
            if (line == null) {
                return;
            }
            take(line);
        }
    }

    private void take(Line line) {
        Limits now = limits.get();
        AnswerWindow.Slot slot = answers.open(line.number(), line.bytes().length, clock.getAsLong());
        switch (line.fit()) {
            case TAKEN ->
                inlet.structured(line.bytes()).whenComplete((receipt, thrown) -> settle(slot, receipt, thrown));
            case TOO_LONG -> refuse(slot, Problem.tooLong(413, "max.event.bytes", now.maxEventBytes()));
            case NO_BUDGET ->
                refuse(slot, Problem.retry(503, "requests hold max.buffered.bytes=" + now.maxBufferedBytes()));
        }
    }

    private void settle(AnswerWindow.Slot slot, @Nullable Receipt receipt, @Nullable Throwable thrown) {
        if (receipt != null) {
            if (slot.settle(acknowledgement(slot.line(), receipt))) {
                tally.stored(receipt.duplicate());
            }
        } else {
            Throwable reason = thrown == null ? new IllegalStateException("no receipt") : thrown;
            Problem problem = Problem.of(reason).at(-1); // the line says which event it was
            if (problem.unexpected()) {
                LOG.error("An event of a stream could not be published", reason);
            }
            refuse(slot, problem);
        }
        wake.run();
    }

    private void refuse(AnswerWindow.Slot slot, Problem problem) {
        if (slot.settle(refusal(slot.line(), problem))) {
            tally.refused();
        }
    }

    private static String acknowledgement(long line, Receipt receipt) {
        String text = "{\"line\":" + line + ",\"id\":" + Json.of(receipt.id()) + ",\"position\":" + receipt.position();
        return receipt.duplicate() ? text + ",\"duplicate\":true}" : text + "}";
    }

    static String refusal(long line, Problem problem) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("line", line);
        return Json.of(problem.members(json));
    }

    @Override
    public byte[] next() {
        byte[] ready = answers.ready();
        if (ready.length > 0) {
            return ready;
        }
        if (farewell == null || farewellSent || !answers.isEmpty()) {
            return NONE;
        }
        farewellSent = true;
        return (farewell + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Reply head() {
        return new Reply(200, "application/x-ndjson", Map.of(), "");
    }

    @Override
    public boolean finished() {
        return answers.isEmpty() && (farewell == null ? lastTaken : farewellSent);
    }

    @Override
    public void expire(long nanoTime) {
        answers.expire(nanoTime, limits.get().answerTimeout());
        age(nanoTime);
    }

    /** Bytes alone are no progress: a line that has begun must end, unless it is for us to go on. */
    private void age(long nanoTime) {
        if (!awaitsClient() || !lines.midLine() || lines.number() != agingLine) {
            agingLine = lines.number();
            agingSince = nanoTime;
            return;
        }
        Duration limit = limits.get().bodyTimeout();
        if (nanoTime - agingSince >= limit.toNanos()) {
            farewell("line " + agingLine + " did not end within " + limit.toMillis() + " ms, the stream ends here");
        }
    }

    @Override
    public void stalled(Duration idle) {
        farewell("nothing came for " + idle.toMillis() + " ms, the stream ends here");
    }

    @Override
    public void close() {
        farewell("the container takes no more now, the stream ends here");
    }

    /** What is not answered by then was not taken; the last line says so once the answers before it are out. */
    private void farewell(String error) {
        if (farewell == null && !inputEnded) {
            lines.clear();
            farewell = Json.of(Problem.retry(503, error).members(new LinkedHashMap<>()));
        }
    }

    @Override
    public void broken() {
        lines.clear();
        answers.abandon();
    }
}
