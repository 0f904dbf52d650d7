package io.mistersmith.eventbus.internal.durable;

import io.mistersmith.event.NewEvent;
import io.mistersmith.event.PayloadCodec;
import io.mistersmith.event.PayloadException;
import io.mistersmith.eventbus.BusUnavailableException;
import io.mistersmith.eventbus.internal.core.Lane;
import io.mistersmith.eventbus.internal.core.Target;
import io.mistersmith.eventstore.DeadLetter;
import io.mistersmith.eventstore.EventStoreException;
import io.mistersmith.eventstore.StoredEvent;
import io.mistersmith.plugincode.marks.Marks;
import io.mistersmith.plugincode.support.ReadThrowable;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One lane of a durable subscription. Its queue is bounded by what the reader reads ahead; letters to try again come in by
 * one per subject.
 */
final class DurableLane extends Lane<Item> {

    private static final Logger LOG = LoggerFactory.getLogger(DurableLane.class);
    private static final int CHUNK = 256;
    private static final String PAYLOAD_CODEC = "the payload codec";

    private final Tenure tenure;
    private final Marks marks;
    private final int number; // among the tenure's lanes
    private final MpscUnboundedArrayQueue<Item> queue;
    private CompletionStage<?> rest = CompletableFuture.completedStage(null); // by the runner only

    DurableLane(Tenure tenure, int number) {
        this(tenure, number, new MpscUnboundedArrayQueue<>(CHUNK));
    }

    private DurableLane(Tenure tenure, int number, MpscUnboundedArrayQueue<Item> queue) {
        super(tenure.host().dispatcher(), queue);
        this.tenure = tenure;
        this.marks = tenure.marks();
        this.number = number;
        this.queue = queue;
    }

    void add(Item item) {
        boolean unused = queue.offer(item); // unbounded: never refuses
        wake();
    }

    void redrive(DeadLetter letter) {
        hurry(Item.of(letter));
    }

    @Override
    protected Result deliver(Item item, int attempt) throws Exception {
        if (!tenure.beginCall()) {
            return Result.SETTLED; // the next owner gets it
        }
        try {
            return item.letter() == null ? first(item, attempt) : again(item.letter(), attempt);
        } finally {
            tenure.endCall();
        }
    }

    private Result first(Item item, int attempt) throws Exception {
        StoredEvent event = Objects.requireNonNull(item.event());
        int deaths = marks.deaths(event.position());
        if (deaths >= tenure.host().limits().deaths()) {
            throw new Unretryable(new ContainerEndedException(deaths));
        }
        if (attempt == 1 && tenure.letters().blocks(event.subject())) {
            tenure.letters().parkBehind(item, event);
            marks.settled(event.position());
            return Result.SETTLED;
        }
        Result result = call(event, attempt, false);
        if (result == Result.LATER) {
            tenure.ledger().doubt(Objects.requireNonNull(item.entry()));
        }
        return result;
    }

    private Result again(DeadLetter letter, int attempt) throws Exception {
        List<StoredEvent> found = find(letter);
        if (found.isEmpty() || found.get(0).position() != letter.position()) {
            return Result.HANDLED; // the event is no more, so its letter goes
        }
        StoredEvent event = found.get(0);
        Target target = tenure.subscription().target();
        if (!target.shape().takes(event.type())) {
            throw new Unretryable(new IllegalStateException("the handler does not take " + event.type()
                    + " any more: bundle " + target.owner().label()));
        }
        Result result = call(event, attempt, true);
        if (result == Result.LATER) {
            tenure.ledger().doubt();
        }
        return result;
    }

    private List<StoredEvent> find(DeadLetter letter) throws Unavailable {
        try {
            return tenure.consumer().next(letter.position() - 1, 1);
        } catch (EventStoreException e) {
            throw tenure.unavailable("the event store", e);
        }
    }

    private Result call(StoredEvent event, int attempt, boolean replay) throws Exception {
        long position = event.position();
        if (marks.alone(position)) {
            return callAlone(event, attempt, replay);
        }
        marks.begin(number, position);
        try {
            return callNow(event, attempt, replay);
        } finally {
            marks.end(number, position);
        }
    }

    /** Calls with an event during whose call a process ended, while no other such call runs. */
    private Result callAlone(StoredEvent event, int attempt, boolean replay) throws Exception {
        long position = event.position();
        tenure.takeTurn();
        LOG.warn(
                "The container ended without a stop while a handler was called; calling it again, alone: {}, type={},"
                        + " position={}, ended={} of {} times",
                handlerLabel(),
                event.type(),
                position,
                marks.deaths(position),
                tenure.host().limits().deaths());
        marks.begin(number, position);
        try {
            Result result = callNow(event, attempt, replay);
            marks.returned(position);
            return result;
        } catch (Unavailable e) { // it was not called
            throw e;
        } catch (Exception | Error e) {
            marks.returned(position);
            throw e;
        } finally {
            marks.end(number, position);
            tenure.giveTurnBack();
        }
    }

    private Result callNow(StoredEvent event, int attempt, boolean replay) throws Exception {
        Target target = tenure.subscription().target();
        Object argument = argument(target, event);
        here.event = event;
        DurableContext context = new DurableContext(
                tenure.subscription().name(),
                target.owner(),
                event,
                attempt,
                replay,
                tenure.host().codec());
        List<NewEvent<?>> emitted;
        try {
            target.handler().handle(argument, context);
        } finally {
            emitted = context.end();
            if (Thread.currentThread().isInterrupted()) {
                boolean unused = Thread.interrupted(); // meant for this call, whether it noticed or not
            }
        }
        if (emitted.isEmpty()) {
            return Result.HANDLED;
        }
        rest = tenure.host().emitter().emit(tenure.subscription().origin(), emitted, tenure::stopped);
        return Result.LATER;
    }

    /** What the bus needs before it can call is no failure of the handler while it is away; what does not fit its class is. */
    private Object argument(Target target, StoredEvent event) throws Unretryable, Unavailable {
        PayloadCodec codec = tenure.host().codec();
        try {
            return target.shape().argument(event, () -> codec);
        } catch (BusUnavailableException | EventStoreException e) { // the codec, or the store's way to it
            throw tenure.unavailable(PAYLOAD_CODEC, e);
        } catch (PayloadException e) {
            if (tenure.host().codec() != codec) {
                throw tenure.unavailable(PAYLOAD_CODEC, e); // it was replaced while it was reading
            }
            throw new Unretryable(e);
        } catch (RuntimeException | LinkageError e) {
            if (tenure.host().codec() != codec) {
                throw tenure.unavailable(PAYLOAD_CODEC, e);
            }
            throw e;
        }
    }

    @Override
    protected CompletionStage<?> rest() {
        return rest;
    }

    @Override
    protected void handled(Item item) {
        DeadLetter letter = item.letter();
        if (letter == null) {
            marks.settled(position(item));
            tenure.handled(Objects.requireNonNull(item.entry()));
            return;
        }
        DeadLetter next = tenure.letters().redriven(letter);
        if (next != null) {
            redrive(next);
        }
    }

    @Override
    protected void exhausted(Item item, int attempts, ReadThrowable failure, long firstMillis) {
        tenure.letters().park(item, attempts, failure, firstMillis);
        if (item.letter() == null) {
            marks.settled(position(item));
        }
    }

    private static long position(Item item) {
        return Objects.requireNonNull(item.event()).position();
    }

    @Override
    protected void discarded(Item item) {
        // not settled: the next owner gets it
    }

    @Override
    protected Retry retry() {
        return tenure.subscription().spec().retry();
    }

    @Override
    protected @Nullable String subject(Item item) {
        return item.subject();
    }

    @Override
    protected Admission admission() {
        return tenure.flow().toCall();
    }

    @Override
    protected boolean urgent(Item item) {
        return item.letter() != null;
    }

    @Override
    protected void rested(Item item) {
        tenure.undoubt(item.entry());
    }

    @Override
    protected long millis() {
        return tenure.host().clock().millis();
    }

    void thaw() {
        rearm();
    }

    @Override
    protected boolean ended() {
        return tenure.stopped();
    }

    @Override
    protected void began() {
        tenure.host().slow().watch();
    }

    @Override
    protected void progressed() {
        tenure.progressed();
    }

    @Override
    protected String pool() {
        return tenure.subscription().spec().pool();
    }

    @Override
    public String handlerLabel() {
        return "subscription=" + tenure.subscription().name() + ", "
                + tenure.subscription().target().label();
    }
}
