package io.mistersmith.eventstore.internal.sqlite;

import io.mistersmith.eventstore.ConsumerInUseException;
import io.mistersmith.eventstore.ConsumerStatus;
import io.mistersmith.eventstore.Consumers;
import io.mistersmith.eventstore.DeadLetter;
import io.mistersmith.eventstore.Progress;
import io.mistersmith.eventstore.StoreDamagedException;
import io.mistersmith.eventstore.internal.engine.Guarded;
import io.mistersmith.eventstore.internal.engine.Settled;
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
                            + ", (SELECT count(*) FROM letters WHERE consumer = name) FROM consumers ORDER BY name")
                    .executeQuery()) {
                while (row.next()) {
                    String name = row.getString(1);
                    try {
                        Progress progress = rows.progress(session, row);
                        all.add(new ConsumerStatus(name, open.containsKey(name), progress, row.getLong(6)));
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
            return store.write(new ConsumerWork.Remove(settled, name));
        } finally {
            open.remove(name, nobody);
        }
    }

    @Override
    public List<DeadLetter> letters(@Nullable String consumer, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit=" + limit + " is below 1");
        }
        String where = consumer == null ? " ORDER BY position, consumer" : " WHERE consumer = ? ORDER BY position";
        String sql = "SELECT " + Rows.LETTER_COLUMNS + " FROM letters" + where + " LIMIT ?";
        return readers.read(session -> {
            List<DeadLetter> letters = new ArrayList<>();
            try (ResultSet row = (consumer == null
                            ? session.statement(sql, limit)
                            : session.statement(sql, consumer, limit))
                    .executeQuery()) {
                while (row.next()) {
                    letters.add(rows.letter(session, row));
                }
            }
            return letters;
        });
    }

    @Override
    public Optional<String> view(String projection, int version, String key) {
        return readers.read(session -> {
            try (ResultSet row = session.statement(
                            "SELECT " + Rows.VIEW_COLUMNS + " FROM views WHERE projection = ? AND version = ? AND key = ?",
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
        } while (page.size() == PAGE_ROWS);
    }

    private List<String[]> viewPage(String projection, int version, @Nullable String after) {
        String from = after == null ? "" : after;
        String compare = after == null ? " >= " : " > ";
        return readers.read(session -> {
            List<String[]> page = new ArrayList<>();
            try (ResultSet row = session.statement(
                            "SELECT " + Rows.VIEW_COLUMNS + " FROM views WHERE projection = ? AND version = ? AND key" + compare
                                    + "? ORDER BY key LIMIT " + PAGE_ROWS,
                            projection,
                            version,
                            from)
                    .executeQuery()) {
                while (row.next()) {
                    page.add(new String[] {row.getString(3), rows.view(session, row)});
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
