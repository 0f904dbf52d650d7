package io.mistersmith.eventbus.internal.durable;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.eventbus.internal.core.Lane;
import io.mistersmith.eventbus.internal.core.Limits;
import io.mistersmith.eventstore.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ledger and the flow control against a model made of plain sets, with crashes at any point. */
class LedgerTest {

    private static final int STEPS = 12_000;
    private static final long EVENT_BYTES = 1_000;
    private static final Limits LIMITS =
            new Limits(10_000, Duration.ZERO, Duration.ZERO, 10, 10, Duration.ZERO, 1 << 16, 1 << 17, 3);

    @ParameterizedTest
    @CsvSource({"1,16,1", "2,16,2", "3,64,3", "4,1000,4", "8,64,5", "8,1000,6", "16,200,7"})
    void agreesWithTheModelWhateverHappens(int concurrency, int capacity, long seed) {
        Model model = new Model(new Random(seed), concurrency, capacity);
        for (int step = 0; step < STEPS; step++) {
            model.step();
        }

        assertThat(model.handled).as("events handled").hasSizeGreaterThan(500);
        assertThat(model.crashes).as("crashes").isGreaterThan(3);
        model.finish();
        assertThat(model.ledger.low()).as("low-water position").isEqualTo(model.head);
        assertThat(model.shared.bytes()).as("bytes read ahead at rest").isZero();
    }

    /** A store of events, a crowd of calls that end in any order, and a container that dies now and then. */
    private static final class Model {

        private final Random random;
        private final int concurrency;
        private final int capacity;
        private final Set<Long> foreign = new HashSet<>(); // positions of types that are not taken
        private final Set<Long> handled = new HashSet<>(); // in any life of the container
        private Progress stored = Progress.NONE;
        private Progress atStart = Progress.NONE; // when this life began
        private ReadAhead shared = new ReadAhead();
        private Ledger ledger = new Ledger(stored, shared);
        private FlowControl flow = new FlowControl(ledger, shared, 1, () -> LIMITS);
        private final TreeMap<Long, Ledger.Entry> queued = new TreeMap<>();
        private final TreeMap<Long, Ledger.Entry> calls = new TreeMap<>();
        private final TreeMap<Long, Ledger.Entry> resting = new TreeMap<>();
        private Ledger.@Nullable Snapshot saving;
        private long head;
        private int repeats; // since the last crash
        private int mayRepeat; // at the last crash: what ran, rested, or was not saved
        private int crashes;

        Model(Random random, int concurrency, int capacity) {
            this.random = random;
            this.concurrency = concurrency;
            this.capacity = capacity;
            begin();
        }

        private void begin() {
            shared = new ReadAhead();
            ledger = new Ledger(stored, shared);
            flow = new FlowControl(ledger, shared, capacity, () -> LIMITS);
            queued.clear();
            calls.clear();
            resting.clear();
            saving = null;
            repeats = 0;
        }

        void step() {
            int dice = random.nextInt(1_000);
            if (dice < 150) {
                append(random.nextInt(8));
            } else if (dice < 300) {
                read(1 + random.nextInt(capacity));
            } else if (dice < 600) {
                call();
            } else if (dice < 850) {
                returned();
            } else if (dice < 900) {
                rested();
            } else if (dice < 999) {
                save();
            } else {
                crash();
            }
            check();
        }

        private void append(int events) {
            for (int i = 0; i < events; i++) {
                head++;
                if (random.nextInt(4) == 0) {
                    foreign.add(head);
                }
            }
        }

        private void read(int most) {
            int room = flow.toRead();
            boolean empty = ledger.open() == 0;
            assertThat(room > 0 || !empty).as("the lowest event is admitted").isTrue();
            long position = ledger.readPosition();
            for (int i = 0; i < Math.min(room, most) && position < head; i++) {
                position++;
                if (foreign.contains(position)) {
                    ledger.readPast(position);
                    continue;
                }
                if (!flow.admits()) {
                    return;
                }
                Ledger.Entry entry = ledger.add(position, EVENT_BYTES);
                if ((entry == null) != atStart.settled(position)) {
                    throw new AssertionError("position " + position + " opened: " + (entry != null));
                }
                if (entry != null) {
                    queued.put(position, entry);
                }
            }
        }

        private void call() {
            if (calls.size() < concurrency && !queued.isEmpty() && flow.toCall() == Lane.Admission.ALL) {
                long position = any(queued);
                calls.put(position, queued.remove(position));
                if (handled.contains(position)) {
                    repeats++;
                }
            }
        }

        private void returned() {
            if (!calls.isEmpty()) {
                long position = any(calls);
                Ledger.Entry entry = calls.remove(position);
                switch (random.nextInt(4)) {
                    case 0 -> queued.put(position, entry); // failed: waits for another attempt
                    case 1 -> {
                        ledger.doubt(entry);
                        resting.put(position, entry);
                        handled.add(position);
                    }
                    default -> {
                        ledger.settle(entry, null);
                        handled.add(position);
                    }
                }
            }
        }

        private void rested() {
            if (!resting.isEmpty()) {
                long position = any(resting);
                Ledger.Entry entry = resting.remove(position);
                ledger.undoubt(entry);
                ledger.settle(entry, null);
            }
        }

        private void save() {
            Ledger.Snapshot before = saving;
            if (before == null) {
                saving = ledger.snapshot();
            } else if (random.nextInt(5) == 0) {
                ledger.notSaved(before);
                saving = null;
            } else {
                stored = before.progress();
                ledger.saved(before);
                saving = null;
            }
        }

        /** The save under way may have reached the disk or not. */
        private void crash() {
            crashes++;
            if (saving != null && random.nextBoolean()) {
                stored = saving.progress();
            }
            mayRepeat = FlowControl.MOST_REPEATS + concurrency;
            long unsaved = handled.stream().filter(one -> !stored.settled(one)).count();
            assertThat(unsaved).as("events that are handled again").isLessThanOrEqualTo(mayRepeat);
            begin();
            atStart = stored;
        }

        private void check() {
            boolean holds = repeats <= mayRepeat
                    && ledger.open() == queued.size() + calls.size() + resting.size()
                    && ledger.open() <= capacity
                    && ledger.openBytes() == ledger.open() * EVENT_BYTES
                    && ledger.openBytes() < LIMITS.readAheadBytes() + EVENT_BYTES
                    && shared.bytes() == ledger.openBytes();
            if (!holds) {
                throw new AssertionError("repeats=" + repeats + " of " + mayRepeat + ", open=" + ledger.open()
                        + ", bytes=" + ledger.openBytes() + ", shared=" + shared.bytes());
            }
            if (random.nextInt(100) == 0) {
                checkSnapshot();
            }
        }

        /** A snapshot says of every event that was taken what the model says of it. */
        private void checkSnapshot() {
            Ledger.Snapshot snapshot = ledger.snapshot();
            if (snapshot == null) {
                return;
            }
            ledger.notSaved(snapshot);
            Progress progress = snapshot.progress();
            for (long position = 1; position <= head; position++) {
                if (foreign.contains(position)) {
                    continue;
                }
                boolean open =
                        queued.containsKey(position) || calls.containsKey(position) || resting.containsKey(position);
                boolean settled = handled.contains(position) && !open;
                boolean expected = settled && (position <= ledger.readPosition() || atStart.settled(position));
                if (progress.settled(position) != expected) {
                    throw new AssertionError("position " + position + " settled: " + !expected + ", in " + progress);
                }
            }
        }

        private long any(NavigableMap<Long, Ledger.Entry> from) {
            Long at = from.ceilingKey(from.firstKey() + random.nextLong(from.lastKey() - from.firstKey() + 1));
            return at == null ? from.firstKey() : at;
        }

        /** Lets everything end well. */
        void finish() {
            while (ledger.low() < head) {
                read(capacity);
                call();
                returned();
                rested();
                save();
            }
        }
    }

    @Test
    void lowestEventIsReadHoweverLargeItIsAndWhateverOthersHold() {
        ReadAhead shared = new ReadAhead();
        shared.add(LIMITS.readAheadTotalBytes());
        Ledger ledger = new Ledger(Progress.NONE, shared);
        FlowControl flow = new FlowControl(ledger, shared, 100, () -> LIMITS);

        assertThat(flow.toRead()).isPositive();
        Ledger.Entry entry = ledger.add(1, 1L << 30);
        assertThat(flow.toRead()).isZero();
        assertThat(flow.toCall()).isEqualTo(Lane.Admission.ALL);
        if (entry != null) {
            ledger.settle(entry, null);
        }

        assertThat(flow.toRead()).isPositive();
    }

    @Test
    void snapshotAfterARestartKeepsWhatWasNotReadYet() {
        Progress before = new Progress(10, List.of(new Progress.Range(12, 20), new Progress.Range(30, 900)));
        Ledger ledger = new Ledger(before, new ReadAhead());
        assertThat(ledger.add(11, 1)).isNotNull(); // stays open
        assertThat(ledger.readPosition())
                .as("settled events are not read again")
                .isEqualTo(20);
        Ledger.Entry next = ledger.add(21, 1);
        assertThat(next).isNotNull();
        if (next != null) {
            ledger.settle(next, null);
        }

        Ledger.Snapshot snapshot = ledger.snapshot();

        assertThat(snapshot == null ? null : snapshot.progress())
                .isEqualTo(new Progress(10, List.of(new Progress.Range(12, 21), new Progress.Range(30, 900))));
    }

    @Test
    void whatIsSettledAboveIsSavedAsFewRanges() {
        Ledger ledger = new Ledger(Progress.NONE, new ReadAhead());
        List<Ledger.Entry> entries = new ArrayList<>();
        for (int position = 1; position <= 100_001; position++) {
            Ledger.Entry entry = ledger.add(position, 1);
            if (entry != null && position > 1) {
                entries.add(entry);
            }
        }
        entries.forEach(entry -> ledger.settle(entry, null));

        Ledger.Snapshot snapshot = ledger.snapshot();

        assertThat(snapshot == null ? null : snapshot.progress())
                .isEqualTo(new Progress(0, List.of(new Progress.Range(2, 100_001))));
    }

    @Test
    void eventsThatAreOnlyReadPastAreWorthASaveNowAndThen() {
        Ledger ledger = new Ledger(Progress.NONE, new ReadAhead());
        Ledger.Entry waiting = ledger.add(1, 1);
        assertThat(waiting).isNotNull();
        for (int position = 2; position <= 3_999; position++) {
            ledger.readPast(position);
        }
        assertThat(ledger.snapshot()).isNull();
        for (int position = 4_000; position <= 5_000; position++) {
            ledger.readPast(position);
        }

        Ledger.Snapshot snapshot = ledger.snapshot();

        assertThat(snapshot == null ? null : snapshot.progress())
                .isEqualTo(new Progress(0, List.of(new Progress.Range(2, 5_000))));
    }
}
