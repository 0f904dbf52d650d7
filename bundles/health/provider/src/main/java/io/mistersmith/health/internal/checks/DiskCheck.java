package io.mistersmith.health.internal.checks;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;

/** Room on the file system that holds the data; without any the store takes no event. */
public final class DiskCheck implements HealthCheck {

    /** Room on a file system, in bytes. */
    public record Room(long total, long usable) {

        double usedPercent() {
            return total <= 0 ? 0 : 100.0 * (total - usable) / total;
        }
    }

    /** Asks the file system. */
    @FunctionalInterface
    public interface Probe {
        Room room() throws IOException;
    }

    private final Probe probe;
    private final Supplier<Thresholds> thresholds;

    public DiskCheck(Probe probe, Supplier<Thresholds> thresholds) {
        this.probe = probe;
        this.thresholds = thresholds;
    }

    /** Of the file system that holds this folder. */
    public static Probe of(Path folder) {
        return () -> {
            FileStore store = Files.getFileStore(folder);
            return new Room(store.getTotalSpace(), store.getUsableSpace());
        };
    }

    @Override
    public Result execute() {
        Room room;
        try {
            room = probe.room();
        } catch (IOException e) {
            return Results.unhealthy("the data folder cannot be read: " + e.getMessage());
        }
        Thresholds now = thresholds.get();
        String message = Results.bytes(room.usable()) + " free, " + Results.percent(room.usedPercent()) + " used";
        if (room.usable() < now.diskFreeBytes()) {
            return Results.unhealthy(message + ", less than " + Results.bytes(now.diskFreeBytes()) + " is unhealthy");
        }
        return Results.share(room.usedPercent(), now.diskPercent(), message);
    }
}
