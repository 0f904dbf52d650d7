package io.mistersmith.itests.soak;

import io.mistersmith.eventbus.EventBus;
import io.mistersmith.eventstore.EventStore;
import io.mistersmith.threads.Pool;
import io.mistersmith.threads.ThreadPools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Asks the bus, the store and the pools for stages all the time. For each it writes {@code begun PID NANOS KIND}, and
 * {@code ended PID NANOS KIND} when the stage completes, whatever the outcome; a call that throws gives no stage.
 *
 * <p>It asks for nothing while there is a file {@code data/soak.quiet}. Its thread is its own, so
 * that it goes on asking while pools are replaced.
 */
@Component(service = {})
public final class Stages {

    private static final Path QUIET = Path.of(System.getProperty("karaf.data"), "soak.quiet");

    private final EventBus bus;
    private final EventStore store;
    private final ThreadPools threads;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Thread asker = new Thread(this::ask, "soak-stages");

    @Activate
    public Stages(@Reference EventBus bus, @Reference EventStore store, @Reference ThreadPools threads) {
        this.bus = bus;
        this.store = store;
        this.threads = threads;
        asker.setDaemon(true);
        asker.start();
    }

    @Deactivate
    void stop() {
        stopped.set(true);
    }

    private void ask() {
        try {
            for (long i = 0; !stopped.get(); i++) {
                if (!Files.exists(QUIET)) {
                    beginAll(i);
                }
                Thread.sleep(20); // paces the calls, awaits nothing
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void beginAll(long n) {
        Soaked soaked = new Soaked("inside-" + n % 5, n);
        begin("publish", () -> bus.publishGuaranteed(soaked));
        begin("append", () -> store.append(List.of(soaked)));
        begin("io", () -> submit(threads.io()));
        begin("blocking", () -> submit(threads.blocking()));
        begin("timer", () -> threads.after(Duration.ofMillis(n % 500), () -> {}).result());
    }

    private static CompletionStage<?> submit(Pool pool) {
        return pool.submit(() -> Thread.currentThread().getName(), Duration.ofSeconds(30))
                .result();
    }

    private static void begin(String kind, Supplier<CompletionStage<?>> call) {
        String stage = ProcessHandle.current().pid() + " " + System.nanoTime() + " " + kind;
        CompletionStage<?> accepted;
        try {
            accepted = call.get();
        } catch (RuntimeException refused) {
            return;
        }
        SoakLog.write("begun " + stage);
        accepted.whenComplete((result, failure) -> SoakLog.write("ended " + stage));
    }
}
