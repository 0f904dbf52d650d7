package io.mistersmith.eventbus.shell;

import io.mistersmith.event.Event;
import io.mistersmith.event.JsonPayload;
import io.mistersmith.eventbus.EventBus;
import io.mistersmith.eventbus.Overflow;
import io.mistersmith.eventbus.Subscription;
import io.mistersmith.eventbus.internal.EventBusCore;
import io.mistersmith.shell.support.Json;
import io.mistersmith.shell.support.Printable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code bus:tail order.** --count 10} prints events as they come, until Ctrl-C, a count or a time. */
@Service
@Command(scope = "bus", name = "tail", description = "Print events as they come, until Ctrl-C, a count or a time")
public final class TailCommand implements Action {

    private static final int MOST_WAITING = 1_000;

    @Reference
    EventBus bus;

    @Reference
    EventBusCore core;

    @Reference
    Session session;

    @Argument(index = 0, name = "pattern", description = "Event type, or order.** for all below it; default all")
    @Completion(TypeCompleter.class)
    String pattern = "**";

    @Option(name = "--count", description = "End after so many events, 1 to 1,000,000; default 1,000")
    int count = 1_000;

    @Option(name = "--timeout", description = "End after so many seconds, 1 to 3,600; default 60")
    int timeout = 60;

    @Option(name = "--json", description = "Each event as one line of JSON")
    boolean json;

    @Override
    public @Nullable Object execute() {
        within("--count", count, 1_000_000);
        within("--timeout", timeout, 3_600);
        BlockingQueue<Event<?>> events = new ArrayBlockingQueue<>(MOST_WAITING);
        Subscription subscription = bus.subscribe(
                Event.class,
                options -> options.types(pattern).queueCapacity(MOST_WAITING).overflow(Overflow.DROP_OLDEST),
                (event, context) -> {
                    boolean unused = events.offer(event); // who reads slower than events come, misses some
                });
        try {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(timeout);
            for (int n = 0; n < count; n++) {
                Event<?> event = events.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (event == null) {
                    break;
                }
                print(event);
            }
        } catch (InterruptedException e) { // Ctrl-C
            session.getConsole().println();
        } finally {
            subscription.close();
        }
        return null;
    }

    private static void within(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(option + " " + value + " is not within 1.." + most);
        }
    }

    private void print(Event<?> event) {
        Object payload = event.payload();
        String text = payload instanceof JsonPayload already ? already.json() : String.valueOf(payload);
        if (!json) {
            String subject = event.subject();
            session.getConsole()
                    .println(Printable.line(event.time() + "  " + event.type() + "  "
                            + (subject == null ? "-" : subject) + "  " + text));
            return;
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("time", event.time().toString());
        fields.put("type", event.type());
        fields.put("source", event.source());
        fields.put("id", event.id());
        fields.put("subject", event.subject());
        fields.put("payload", core.json(payload));
        session.getConsole().println(Json.of(fields));
    }
}
