package io.mistersmith.eventstore.internal.sqlite;

import io.mistersmith.eventstore.ConsumerInUseException;
import io.mistersmith.eventstore.ConsumerStatus;
import io.mistersmith.eventstore.Consumers;
import io.mistersmith.eventstore.DeadLetter;
import io.mistersmith.eventstore.Progress;
import io.mistersmith.eventstore.StoreDamagedException;
import io.mistersmith.eventstore.internal.engine.Guarded;
import io.mistersmith.eventstore.internal.engine.Settled;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The consumers of one store. */
final class SqliteConsumers implements Consumers {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteConsumers.class);
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");
    private static final int PAGE_ROWS = 512;

    private final SqliteEventStore store;
    private final Readers readers;
    private final Rows rows;
    private final Settled settled;
    /** Who is open. Opening puts a name here before the database is asked, so two never open one. */
    private final Map<String, SqliteConsumer> open = new ConcurrentHashMap<>();

    SqliteConsumers(SqliteEventStore store, Readers readers, Rows rows, Settled settled) {
        this.store = store;
        this.readers = readers;
        this.rows = rows;
        this.settled = settled;
        readAll(damage -> LOG.warn("{}", damage.getMessage())) // its owner is told when it opens the consumer
                .forEach(consumer -> settled.saved(consumer.name(), consumer.progress()));
    }

    @Override
    public io.mistersmith.eventstore.Consumer open(String name, long start) {
        checkName(name);
        if (start < 0) {
            throw new IllegalArgumentException("start=" + start + " is negative");
        }
        SqliteConsumer consumer = new SqliteConsumer(store, this, settled, name);
        take(name, consumer);
        boolean opened = false;
        try {
            drop(name);
            consumer.begin(store.write(new ConsumerWork.Open(settled, name, start)));
            opened = true;
            return consumer;
        } finally {
            if (!opened) {
                open.remove(name, consumer);
            }
        }
    }

    @Override
    public List<ConsumerStatus> list() {
        return readAll(damage -> {
            throw damage;
        });
    }

    private List<ConsumerStatus> readAll(Consumer<StoreDamagedException> onDamage) {
        return readers.read(session -> {
            List<ConsumerStatus> all = new ArrayList<>();
            try (ResultSet row = session.statement("SELECT " + Rows.CONSUMER_COLUMNS
                            + ", (SELECT count(*) FROM letters WHERE consumer = name)"
                            + ", EXISTS (SELECT 1 FROM views WHERE projection = name) FROM consumers WHERE name >= '0'"
                            + " ORDER BY name")
                    .executeQuery()) {
                while (row.next()) {
                    String name = row.getString(1);
                    try {
                        Progress progress = rows.progress(session, row);
                        all.add(new ConsumerStatus(
                                name, open.containsKey(name), progress, row.getLong(6), row.getBoolean(7)));
                    } catch (StoreDamagedException e) {
                        onDamage.accept(e);
                    }
                }
            }
            return all;
        });
    }

    @Override
    public boolean remove(String name) {
        SqliteConsumer nobody = new SqliteConsumer(store, this, settled, name);
        take(name, nobody);
        try {
            boolean removed = store.write(new ConsumerWork.Remove(settled, name));
            drop(name);
            return removed;
        } finally {
            open.remove(name, nobody);
        }
    }

    /** Deletes what a removed consumer of this name has left; nothing in most cases. */
    private void drop(String name) {
        while (store.write(new ConsumerWork.DropSlice(name))) {}
    }

    /** Begins to delete what consumers left whose removal an earlier process did not finish. Does not wait for it. */
    void dropRemoved() {
        readers.read(ConsumerWork::removed).forEach(this::dropNext);
    }

    private void dropNext(String name) {
        var unused = store.submit(new ConsumerWork.DropSlice(name)).thenAccept(more -> {
            if (more) {
                dropNext(name);
            }
        });
    }

    @Override
    public List<DeadLetter> letters(@Nullable String consumer, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit=" + limit + " is below 1");
        }
        List<DeadLetter> letters = new ArrayList<>();
        List<DeadLetter> page;
        do {
            page = letterPage(
                    consumer, letters.isEmpty() ? null : letters.get(letters.size() - 1), limit - letters.size());
            letters.addAll(page);
        } while (!page.isEmpty() && letters.size() < limit);
        return letters;
    }

    /** Every letter of a consumer. No more than the texts of one page are in memory at a time. */
    List<DeadLetter> lettersWithoutTexts(String consumer) {
        List<DeadLetter> letters = new ArrayList<>();
        List<DeadLetter> page;
        do {
            DeadLetter last = letters.isEmpty() ? null : letters.get(letters.size() - 1);
            page = letterPage(consumer, last, PAGE_ROWS);
            page.forEach(letter -> letters.add(withoutTexts(letter)));
        } while (!page.isEmpty());
        return letters;
    }

    private static DeadLetter withoutTexts(DeadLetter letter) {
        return new DeadLetter(
                letter.consumer(),
                letter.position(),
                letter.eventId(),
                letter.type(),
                letter.subject(),
                letter.waiting(),
                letter.attempts(),
                "",
                "",
                letter.first(),
                letter.last(),
                letter.bundle());
    }

    private List<DeadLetter> letterPage(@Nullable String consumer, @Nullable DeadLetter after, int limit) {
        String select = "SELECT " + Rows.LETTER_COLUMNS + " FROM letters WHERE ";
        long position = after == null ? -1 : after.position();
        int count = Math.min(PAGE_ROWS, limit);
        return readers.read(session -> {
            PreparedStatement query = consumer != null
                    ? session.statement(
                            select + "consumer = ? AND position > ? ORDER BY position LIMIT ?",
                            consumer,
                            position,
                            count)
                    : session.statement(
                            select + "(position, consumer) > (?, ?) ORDER BY position, consumer LIMIT ?",
                            position,
                            after == null ? "" : after.consumer(),
                            count);
            List<DeadLetter> page = new ArrayList<>();
            long bytes = 0;
            try (ResultSet row = query.executeQuery()) {
                while (bytes < Pages.PAGE_BYTES && row.next()) {
                    DeadLetter letter = rows.letter(session, row);
                    bytes += (long) letter.stack().length() + letter.cause().length();
                    page.add(letter);
                }
            }
            return page;
        });
    }

    @Override
    public Optional<String> view(String projection, int version, String key) {
        return readers.read(session -> {
            try (ResultSet row = session.statement(
                            "SELECT " + Rows.VIEW_COLUMNS
                                    + " FROM views WHERE projection = ? AND version = ? AND key = ?",
                            projection,
                            version,
                            key)
                    .executeQuery()) {
                return row.next() ? Optional.of(rows.view(session, row)) : Optional.<String>empty();
            }
        });
    }

    @Override
    public void forEachView(String projection, int version, BiConsumer<String, String> row) {
        String last = null;
        List<String[]> page;
        do {
            page = viewPage(projection, version, last);
            for (String[] one : page) {
                row.accept(one[0], one[1]);
                last = one[0];
            }
        } while (!page.isEmpty());
    }

    private List<String[]> viewPage(String projection, int version, @Nullable String after) {
        String from = after == null ? "" : after;
        String compare = after == null ? " >= " : " > ";
        return readers.read(session -> {
            List<String[]> page = new ArrayList<>();
            long bytes = 0;
            try (ResultSet row = session.statement(
                            "SELECT " + Rows.VIEW_COLUMNS + " FROM views WHERE projection = ? AND version = ? AND key"
                                    + compare + "? ORDER BY key LIMIT " + PAGE_ROWS,
                            projection,
                            version,
                            from)
                    .executeQuery()) {
                while (bytes < Pages.PAGE_BYTES && row.next()) {
                    String json = rows.view(session, row);
                    page.add(new String[] {row.getString(3), json});
                    bytes += json.length();
                }
            }
            return page;
        });
    }

    /** Wakes every open consumer; on the committer's thread. */
    void wake() {
        for (SqliteConsumer consumer : open.values()) {
            try {
                consumer.wake();
            } catch (Throwable e) {
                Guarded.log(() -> LOG.warn("Consumer {} failed when it was notified of a commit", consumer.name(), e));
            }
        }
    }

    void closed(SqliteConsumer consumer) {
        open.remove(consumer.name(), consumer);
    }

    private void take(String name, SqliteConsumer owner) {
        if (open.putIfAbsent(name, owner) != null) {
            throw new ConsumerInUseException(name);
        }
    }

    private static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("consumer \"" + name + "\" is not " + NAME);
        }
    }
}
