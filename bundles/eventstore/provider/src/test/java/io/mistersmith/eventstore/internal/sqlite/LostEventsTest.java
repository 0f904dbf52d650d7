package io.mistersmith.eventstore.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mistersmith.event.internal.JacksonPayloadCodec;
import io.mistersmith.eventstore.Read;
import io.mistersmith.eventstore.StoreUnavailableException;
import io.mistersmith.eventstore.StoredEvent;
import io.mistersmith.eventstore.internal.engine.Loss;
import io.mistersmith.eventstore.internal.engine.LostRange;
import io.mistersmith.eventstore.internal.engine.MissingEventsException;
import io.mistersmith.eventstore.internal.engine.Watermark;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a start does with a database that lacks acknowledged events. */
@Timeout(120)
class LostEventsTest extends StoreFixture {

    private static final int ACKNOWLEDGED = 500;

    private interface Damage {
        void to(Path home) throws IOException;
    }

    @Test
    void startAfterAKillRefusesEveryWayToLoseEventsAndChangesNothing() throws Exception {
        long acknowledged = killedHome();
        Map<String, Damage> kinds = new LinkedHashMap<>();
        kinds.put("WAL deleted", home -> Files.delete(home.resolve("events.db-wal")));
        kinds.put("database emptied", home -> Files.write(home.resolve("events.db"), new byte[0]));
        kinds.put("database deleted", home -> Files.delete(home.resolve("events.db")));
        kinds.put("all deleted", home -> {
            for (Path file : files(home)) {
                if (file.getFileName().toString().startsWith("events.db")) {
                    Files.delete(file);
                }
            }
        });
        kinds.put("WAL cut", home -> {
            try (RandomAccessFile wal =
                    new RandomAccessFile(home.resolve("events.db-wal").toFile(), "rw")) {
                wal.setLength(wal.length() / 2);
            }
        });
        kinds.put("bit of the WAL flipped", home -> {
            try (RandomAccessFile wal =
                    new RandomAccessFile(home.resolve("events.db-wal").toFile(), "rw")) {
                flip(wal, wal.length() / 2, 3);
            }
        });
        kinds.put("another store", home -> {
            Files.delete(home.resolve("events.db-wal"));
            Files.delete(home.resolve("events.db"));
            Files.copy(other(), home.resolve("events.db"));
        });

        for (Map.Entry<String, Damage> kind : kinds.entrySet()) {
            Path home = copy(kind.getKey());
            kind.getValue().to(home);
            Map<String, String> before = contents(home);

            MissingEventsException refused = catchThrowableOfType(MissingEventsException.class, () -> open(home, null));

            assertThat(refused).as(kind.getKey()).isNotNull();
            Loss loss = refused.loss();
            assertThat(loss.remembered()).as(kind.getKey()).isGreaterThanOrEqualTo(acknowledged);
            assertThat(refused)
                    .hasMessageContaining("store:accept-loss " + loss.count())
                    .hasMessageContaining(loss.first() + " to " + loss.remembered());
            assertThat(contents(home)).as(kind.getKey() + ": the files").isEqualTo(before);
            Loss wrong = new Loss(loss.kind(), loss.reached(), loss.remembered() + 1);
            assertThatThrownBy(() -> open(home, wrong)).isInstanceOf(MissingEventsException.class);

            goesOn(kind.getKey(), home, loss);
        }
    }

    private void goesOn(String kind, Path home, Loss loss) {
        long next;
        try (SqliteEventStore store = open(home, loss)) {
            assertThat(store.integrity().lost()).as(kind).isNotEmpty();
            next = append(store.as("test"), "s", event()).get(0).position();
            assertThat(next).as(kind + ": no position is given twice").isGreaterThan(loss.remembered());
            assertThat(store.as("test").read(Read.all()).toList())
                    .hasSize((int) store.info().events());
            assertThat(store.consumers().open("reader", loss.reached()).next(loss.reached(), 10))
                    .extracting(StoredEvent::position)
                    .endsWith(next);
            assertThat(store.verify().problems()).as(kind).isEmpty();
        }
        try (SqliteEventStore store = open(home, null)) {
            assertThat(store.head()).as(kind + ": opened again").isEqualTo(next);
        }
    }

    @Test
    void olderBackupIsRefusedAndOpensAfterItsLossWasAccepted() throws Exception {
        SqliteEventStore store = open();
        append(store.as("test"), "s", event(), event(), event());
        sql("VACUUM INTO '" + folder.resolve("backup.db") + "'");
        append(store.as("test"), "s", event(), event());
        store.close();
        Files.delete(file());
        Files.move(folder.resolve("backup.db"), file());

        MissingEventsException refused = catchThrowableOfType(MissingEventsException.class, () -> open(folder, null));

        assertThat(refused.loss()).isEqualTo(new Loss(Loss.Kind.BEHIND, 3, 5));
        try (SqliteEventStore restored = open(folder, refused.loss())) {
            assertThat(restored.integrity().lost()).containsExactly(new LostRange(4, 5));
            assertThat(append(restored.as("test"), "s", event()).get(0))
                    .as("versions have no gap, positions are not given twice")
                    .satisfies(receipt -> assertThat(receipt.version()).isEqualTo(4))
                    .satisfies(receipt -> assertThat(receipt.position()).isEqualTo(6));
            assertThat(restored.info().events()).isEqualTo(4);
        }
    }

    @Test
    void databaseWithoutItsWatermarkOpensAndSaysSo() throws Exception {
        SqliteEventStore store = open();
        append(store.as("test"), "s", event(), event());
        store.close();
        Path watermark = Database.watermarkFile(file());

        Files.delete(watermark);
        try (SqliteEventStore again = open()) {
            assertThat(again.integrity().watermark()).isEqualTo(Watermark.State.MISSING);
        }
        Files.writeString(watermark, "nonsense".repeat(2_000));
        try (SqliteEventStore again = open()) {
            assertThat(again.integrity().watermark()).isEqualTo(Watermark.State.UNREADABLE);
        }
        try (SqliteEventStore again = open()) {
            assertThat(again.integrity().watermark()).isEqualTo(Watermark.State.READ);
            assertThat(again.head()).isEqualTo(2);
        }
    }

    @Test
    void watermarkThatIsBehindIsNoLoss() throws Exception {
        SqliteEventStore store = open();
        append(store.as("test"), "s", event());
        store.close();
        byte[] behind = Files.readAllBytes(Database.watermarkFile(file()));
        SqliteEventStore again = open();
        append(again.as("test"), "s", event());
        again.close();
        Files.write(Database.watermarkFile(file()), behind);

        try (SqliteEventStore last = open()) {
            assertThat(last.head()).isEqualTo(2);
        }
    }

    @Test
    void oneDamagedSlotOfTheWatermarkLeavesTheOther() throws Exception {
        SqliteEventStore store = open();
        append(store.as("test"), "s", event());
        append(store.as("test"), "s", event());
        store.close();
        Path path = Database.watermarkFile(file());
        try (RandomAccessFile watermark = new RandomAccessFile(path.toFile(), "rw")) {
            flip(watermark, 30, 1);
        }

        assertThat(Watermark.read(path).value())
                .satisfies(value -> assertThat(value.position()).isEqualTo(2));
    }

    @Test
    void walThatLostItsDatabaseIsNotDeleted() throws Exception {
        killedHome();
        Path home = copy("no database, no watermark");
        Files.delete(home.resolve("events.db"));
        Files.delete(Database.watermarkFile(home.resolve("events.db")));

        assertThatThrownBy(() -> open(home, null))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("is gone, but events.db-wal is there")
                .hasMessageContaining("move events.db-wal away");
        assertThat(home.resolve("events.db-wal")).isNotEmptyFile();
        Files.move(home.resolve("events.db-wal"), home.resolve("away"));
        open(home, null).close();
    }

    /** A store of a process that was killed; gives the highest position that it acknowledged. */
    private long killedHome() throws Exception {
        Files.createDirectory(folder.resolve("killed"));
        Process process = ForkedStore.start("append", folder.resolve("killed/events.db"), "k");
        long highest = 0;
        try (BufferedReader out = process.inputReader()) {
            for (int i = 0; i < ACKNOWLEDGED; i++) {
                highest = Math.max(highest, Long.parseLong(out.readLine().split(" ", -1)[1]));
            }
            process.toHandle().destroyForcibly();
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
        return highest;
    }

    private Path copy(String name) throws IOException {
        Path home = Files.createDirectory(folder.resolve(name));
        for (Path file : files(folder.resolve("killed"))) {
            Files.copy(file, home.resolve(file.getFileName()));
        }
        return home;
    }

    /** A database of a store of its own. */
    private Path other() throws IOException {
        Path home = Files.createDirectory(folder.resolve("other"));
        try (SqliteEventStore store = open(home, null)) {
            append(store.as("test"), "s", event());
        }
        return home.resolve("events.db");
    }

    private static void flip(RandomAccessFile file, long at, int bit) throws IOException {
        file.seek(at);
        int value = file.read();
        file.seek(at);
        file.write(value ^ 1 << bit);
    }

    private static List<Path> files(Path home) throws IOException {
        try (var files = Files.list(home)) {
            return files.sorted().toList();
        }
    }

    /** Every file but the lock, and the index and the empty WAL that a reader makes. */
    private static Map<String, String> contents(Path home) throws IOException {
        Map<String, String> contents = new HashMap<>();
        for (Path file : files(home)) {
            String name = file.getFileName().toString();
            if (!name.endsWith(".lock") && !name.endsWith("-shm") && (Files.size(file) > 0 || name.endsWith(".db"))) {
                CRC32C crc = new CRC32C();
                crc.update(Files.readAllBytes(file));
                contents.put(name, Files.size(file) + " bytes, CRC " + crc.getValue());
            }
        }
        return contents;
    }

    private static SqliteEventStore open(Path home, @Nullable Loss accepted) {
        return new SqliteEventStore(
                home.resolve("events.db"),
                "events.db",
                Settings.DEFAULTS,
                new JacksonPayloadCodec(),
                ForkJoinPool.commonPool(),
                Clock.systemUTC(),
                accepted);
    }
}
