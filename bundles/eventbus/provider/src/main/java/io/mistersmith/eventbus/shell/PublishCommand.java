package io.mistersmith.eventbus.shell;

import io.mistersmith.event.JsonPayload;
import io.mistersmith.event.NewEvent;
import io.mistersmith.event.PayloadException;
import io.mistersmith.event.Receipt;
import io.mistersmith.eventbus.EventBus;
import io.mistersmith.eventbus.internal.EventBusCore;
import io.mistersmith.shell.support.Rows;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code bus:publish --guaranteed order.placed '{"order":"o-1"}'} publishes one event. */
@Service
@Command(scope = "bus", name = "publish", description = "Publish one event")
public final class PublishCommand implements Action {

    private static final long TIMEOUT_SECONDS = 30;

    @Reference
    EventBus bus;

    @Reference
    EventBusCore core;

    @Reference
    Session session;

    @Argument(index = 0, name = "type", description = "Event type, such as order.placed", required = true)
    @Completion(TypeCompleter.class)
    String type;

    @Argument(index = 1, name = "json", description = "Payload, one JSON value in quotes", required = true)
    String json;

    @Option(name = "--guaranteed", description = "Store it first; without this, in memory only")
    boolean guaranteed;

    @Option(name = "--subject", description = "What the event is about")
    @Nullable
    String subject;

    @Option(name = "--json", description = "One line of JSON")
    boolean asJson;

    @Override
    public @Nullable Object execute() throws InterruptedException {
        NewEvent<JsonPayload> event = event();
        Rows rows;
        if (guaranteed) {
            rows = new Rows("id", "stream", "version", "position");
            Receipt receipt = store(event);
            rows.add(receipt.id(), receipt.stream(), receipt.version(), receipt.position());
        } else {
            rows = new Rows("type", "subscriptions");
            rows.add(type, bus.publish(event));
        }
        rows.print(session.getConsole(), asJson, "");
        return null;
    }

    private NewEvent<JsonPayload> event() {
        try {
            core.checkJson(json);
        } catch (PayloadException e) {
            throw new IllegalArgumentException("not a JSON value, put it in single quotes: " + json, e);
        }
        NewEvent<JsonPayload> event = NewEvent.json(type, json);
        return subject == null ? event : event.withSubject(subject);
    }

    private Receipt store(NewEvent<JsonPayload> event) throws InterruptedException {
        try {
            return bus.publishGuaranteed(event).toCompletableFuture().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw new IllegalStateException("not stored: " + (cause == null ? e : cause).getMessage(), e);
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "no answer of the store within " + TIMEOUT_SECONDS
                            + " s; look at store:streams before trying again",
                    e);
        }
    }
}
