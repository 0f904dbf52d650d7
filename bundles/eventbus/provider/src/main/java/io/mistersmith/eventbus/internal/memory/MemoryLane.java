package io.mistersmith.eventbus.internal.memory;

import io.mistersmith.event.PayloadCodec;
import io.mistersmith.event.PayloadException;
import io.mistersmith.eventbus.internal.core.Dispatcher;
import io.mistersmith.eventbus.internal.core.Lane;
import io.mistersmith.eventbus.internal.core.Target;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jctools.queues.MessagePassingQueue;
import org.jspecify.annotations.Nullable;

/** One lane of a subscription in memory. */
final class MemoryLane extends Lane<Envelope> {

    private final MemorySubscription subscription;
    private final MemoryContext context;
    private final Supplier<@Nullable PayloadCodec> codecs;

    MemoryLane(MemorySubscription subscription, Dispatcher dispatcher, MessagePassingQueue<Envelope> queue, int most) {
        super(dispatcher, queue, most);
        this.subscription = subscription;
        this.codecs = subscription::codec;
        this.context = new MemoryContext(subscription.name(), () -> here.event);
    }

    @Override
    protected Result deliver(Envelope event, int attempt) throws Exception {
        Target target = subscription.target();
        if (target == null) { // its service went between two looks; the successor gets it
            throw new IllegalStateException("no handler");
        }
        here.event = event;
        context.begin(attempt);
        try {
            target.handler().handle(argument(target, event), context);
        } finally {
            here.event = null;
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
        subscription.released(settled());
    }

    @Override
    protected void exhausted(Envelope event, int attempts, Throwable failure, long firstMillis) {
        subscription.givenUp(event, attempts, failure);
    }

    @Override
    protected void discarded(Envelope event) {
        subscription.discarded();
    }

    @Override
    protected Retry retry() {
        return subscription.spec().retry();
    }

    @Override
    protected boolean paused() {
        return subscription.holding();
    }

    @Override
    protected boolean ended() {
        return subscription.ended();
    }

    @Override
    protected void began() {
        subscription.watch();
    }

    @Override
    protected void progressed() {
        subscription.progressed();
    }

    @Override
    protected String pool() {
        return subscription.spec().pool();
    }

    @Override
    public String handlerLabel() {
        Target target = subscription.target();
        return "subscription=" + subscription.name() + (target == null ? "" : ", " + target.label());
    }
}
