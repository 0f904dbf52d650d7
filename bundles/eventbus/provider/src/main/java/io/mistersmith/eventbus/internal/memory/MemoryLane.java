package io.mistersmith.eventbus.internal.memory;

import io.mistersmith.event.PayloadCodec;
import io.mistersmith.event.PayloadException;
import io.mistersmith.eventbus.internal.core.Dispatcher;
import io.mistersmith.eventbus.internal.core.Lane;
import io.mistersmith.eventbus.internal.core.Target;
import io.mistersmith.plugincode.support.ReadThrowable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jctools.queues.MessagePassingQueue;
import org.jspecify.annotations.Nullable;

/** One lane of a subscription in memory. */
final class MemoryLane extends Lane<Envelope> {

    private final MemorySubscription subscription;
    private final Inbox inbox;
    private final MemoryContext context;
    private final Supplier<@Nullable PayloadCodec> codecs;
    private final int most;

    MemoryLane(
            MemorySubscription subscription,
            Inbox inbox,
            Dispatcher dispatcher,
            MessagePassingQueue<Envelope> queue,
            int most) {
        super(dispatcher, queue);
        this.most = most;
        this.subscription = subscription;
        this.inbox = inbox;
        this.codecs = subscription::codec;
        this.context = new MemoryContext(subscription.name(), () -> here.event);
    }

    @Override
    protected Result deliver(Envelope event, int attempt) throws Exception {
        MemoryState now = subscription.state();
        Target target = now.target();
        if (now.filtered() && !target.shape().takes(event.type())) {
            discarded(event);
            return Result.SETTLED;
        }
        here.event = event;
        context.begin(attempt);
        try {
            target.handler().handle(argument(target, event), context);
        } finally {
            here.event = null;
            if (Thread.currentThread().isInterrupted()) {
                boolean unused = Thread.interrupted(); // meant for this call, whether it noticed or not
            }
        }
        return Result.HANDLED;
    }

    private Object argument(Target target, Envelope event) throws Unretryable {
        try {
            return target.shape().argument(event, codecs);
        } catch (PayloadException e) {
            throw new Unretryable(e);
        }
    }

    @Override
    protected @Nullable String subject(Envelope event) {
        return event.subject();
    }

    @Override
    protected CompletionStage<?> rest() {
        return CompletableFuture.completedStage(null);
    }

    @Override
    protected void handled(Envelope event) {
        inbox.released();
        subscription.released(settled());
    }

    @Override
    protected void exhausted(Envelope event, int attempts, ReadThrowable failure, long firstMillis) {
        subscription.givenUp(event, attempts, failure.loggable());
        inbox.released(); // last: what fails before it is done once more
    }

    @Override
    protected void discarded(Envelope event) {
        inbox.released();
        subscription.discarded();
    }

    @Override
    protected Retry retry() {
        return subscription.state().spec().retry();
    }

    @Override
    protected Admission admission() {
        if (subscription.state().holds(inbox)) {
            return Admission.NONE;
        }
        return deferred() < most ? Admission.ALL : Admission.STARTED;
    }

    @Override
    protected boolean ended() {
        return subscription.state().ended(inbox);
    }

    @Override
    protected void began() {
        subscription.watch();
    }

    @Override
    protected void progressed() {
        subscription.progressed(this);
    }

    @Override
    protected String pool() {
        return subscription.state().spec().pool();
    }

    @Override
    public String handlerLabel() {
        return "subscription=" + subscription.name() + ", "
                + subscription.state().target().label();
    }

    /** Gives everything that waits in it; see {@link Lane#takeAll}. */
    void take(Consumer<Envelope> to) {
        takeAll(to);
    }
}
