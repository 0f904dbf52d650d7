package io.mistersmith.metrics.internal;

import io.mistersmith.metrics.Metrics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A family as one owner sees it. Finding a series again is one look into a map, or two with two labels; neither allocates
 * anything.
 */
final class FamilyView<M> implements Metrics.Family<M> {

    private static final List<String> NONE = List.of();

    private final MeterTable table;
    private final Owner owner;
    private final Family family;
    private final Class<M> type;

    private final int labels;

    /** Of one label, by its value. */
    private final ConcurrentHashMap<String, M> singles = new ConcurrentHashMap<>();

    /** Of two labels: by the first value, then by the second. */
    private final ConcurrentHashMap<String, ConcurrentHashMap<String, M>> pairs = new ConcurrentHashMap<>();

    /** Of none or more labels, by the list of values. */
    private final ConcurrentHashMap<List<String>, M> others = new ConcurrentHashMap<>();

    private final AtomicInteger remembered = new AtomicInteger();

    FamilyView(MeterTable table, Owner owner, Family family, Class<M> type) {
        this.table = table;
        this.owner = owner;
        this.family = family;
        this.type = type;
        this.labels = family.naming().labels().size();
    }

    @Override
    public M get() {
        expect(0);
        M series = others.get(NONE);
        return series != null ? series : find(others, NONE, NONE);
    }

    @Override
    public M with(String value) {
        expect(1);
        M series = singles.get(value);
        return series != null ? series : find(singles, value, List.of(value));
    }

    @Override
    public M with(String first, String second) {
        expect(2);
        ConcurrentHashMap<String, M> row = pairs.get(first);
        M series = row == null ? null : row.get(second);
        return series != null ? series : findPair(first, second);
    }

    @Override
    public M with(String... values) {
        if (values.length == 1) {
            return with(values[0]);
        }
        if (values.length == 2) {
            return with(values[0], values[1]);
        }
        expect(values.length);
        List<String> key = List.of(values);
        M series = others.get(key);
        return series != null ? series : find(others, key, key);
    }

    @Override
    public boolean remove(String... values) {
        expect(values.length);
        List<String> key = List.of(values);
        forget(values, key);
        return table.leave(owner, family, key);
    }

    private void forget(String[] values, List<String> key) {
        @Nullable M gone;
        if (values.length == 2) {
            ConcurrentHashMap<String, M> row = pairs.get(values[0]);
            gone = row == null ? null : row.remove(values[1]);
        } else {
            gone = values.length == 1 ? singles.remove(values[0]) : others.remove(key);
        }
        if (gone != null) {
            remembered.decrementAndGet();
        }
    }

    private M findPair(String first, String second) {
        List<String> values = List.of(first, second);
        Family.Found found = table.obtain(owner, family, values);
        M series = type.cast(found.meter());
        if (mayRemember(found)) {
            remember(pairs.computeIfAbsent(first, key -> new ConcurrentHashMap<>()), second, series);
        }
        return series;
    }

    private <K> M find(Map<K, M> where, K key, List<String> values) {
        Family.Found found = table.obtain(owner, family, values);
        M series = type.cast(found.meter());
        if (mayRemember(found)) {
            remember(where, key, series);
        }
        return series;
    }

    /** The overflow series is not remembered, nor what a stopped bundle asks for: their keys would have no limit. */
    private boolean mayRemember(Family.Found found) {
        return found.own() && remembered.get() <= table.maxSeries();
    }

    private <K> void remember(Map<K, M> where, K key, M series) {
        if (where.put(key, series) == null) {
            remembered.incrementAndGet();
        }
    }

    private void expect(int values) {
        if (values != labels) {
            throw new IllegalArgumentException("Metric " + family.naming().name() + " has labels "
                    + family.naming().labels() + ", given " + values + " values");
        }
    }
}
