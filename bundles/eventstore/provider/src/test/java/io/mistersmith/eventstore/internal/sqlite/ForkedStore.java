package io.mistersmith.eventstore.internal.sqlite;

import io.mistersmith.event.NewEvent;
import io.mistersmith.event.Receipt;
import io.mistersmith.event.internal.JacksonPayloadCodec;
import io.mistersmith.eventstore.EventStore;
import io.mistersmith.eventstore.Expected;
import io.mistersmith.eventstore.Read;
import io.mistersmith.eventstore.StoredEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ForkJoinPool;

/** The store in a process of its own: one that appends until it is killed, or one that reads everything. */
final class ForkedStore {

    private static final int CALLERS = 4;

    private ForkedStore() {}

    /** Starts {@code append} or {@code read} on a file; what it finds out is on its standard output. */
    static Process start(String what, Path file, String round, String... options) throws IOException {
        var command = new java.util.ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.add("-cp");
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.addAll(List.of(ForkedStore.class.getName(), what, file.toString(), round));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    public static void main(String[] args) {
        SqliteEventStore engine = new SqliteEventStore(
                Path.of(args[1]),
                Settings.DEFAULTS,
                new JacksonPayloadCodec(),
                ForkJoinPool.commonPool(),
                Clock.systemUTC());
        if (args[0].equals("read")) {
            read(engine);
        } else {
            for (int i = 0; i < CALLERS; i++) {
                String caller = args[2] + "-" + i;
                new Thread(() -> append(engine.as("forked"), caller)).start();
            }
        }
    }

    /** One line per acknowledgement, written at once: id and position. */
    private static void append(EventStore store, String caller) {
        for (int i = 0; ; i++) {
            NewEvent<?> event =
                    NewEvent.json("thing.happened", "{\"n\":" + i + "}").withId(caller + "-" + i);
            Receipt receipt = store.append("s" + i % 3, Expected.ANY, List.of(event))
                    .toCompletableFuture()
                    .join()
                    .get(0);
            System.out.println(receipt.id() + " " + receipt.position());
        }
    }

    private static void read(SqliteEventStore engine) {
        long events = 0;
        long characters = 0;
        for (StoredEvent event : engine.as("forked").read(Read.all())) {
            events++;
            characters += event.json().length();
        }
        engine.close();
        System.out.println(events + " " + characters);
    }
}
