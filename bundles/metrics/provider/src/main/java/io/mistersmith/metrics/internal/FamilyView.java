package io.mistersmith.metrics.internal;

import io.mistersmith.metrics.Metrics;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** A family as one owner sees it. Finding a series again is one look into a map; with one label it allocates nothing. */
final class FamilyView<M> implements Metrics.Family<M> {

    private static final List<String> NONE = List.of();

    private final MeterTable table;
    private final Owner owner;
    private final Family family;
    private final Class<M> type;

    /** The key is the value of the one label, or else the list of values. */
    private final Map<Object, M> known = new ConcurrentHashMap<>();

    FamilyView(MeterTable table, Owner owner, Family family, Class<M> type) {
        this.table = table;
        this.owner = owner;
        this.family = family;
        this.type = type;
    }

    @Override
    public M get() {
        expect(0);
        M series = known.get(NONE);
        return series != null ? series : find(NONE, NONE);
    }

    @Override
    public M with(String value) {
        expect(1);
        M series = known.get(Objects.requireNonNull(value, "value"));
        return series != null ? series : find(value, List.of(value));
    }

    @Override
    public M with(String first, String second) {
        expect(2);
        List<String> values = List.of(first, second);
        M series = known.get(values);
        return series != null ? series : find(values, values);
    }

    @Override
    public M with(String... values) {
        if (values.length == 1) {
            return with(values[0]);
        }
        expect(values.length);
        List<String> key = List.of(values);
        M series = known.get(key);
        return series != null ? series : find(key, key);
    }

    @Override
    public boolean remove(String... values) {
        expect(values.length);
        List<String> key = List.of(values);
        known.remove(values.length == 1 ? values[0] : key);
        return table.leave(owner, family, key);
    }

    private M find(Object key, List<String> values) {
        Family.Found found = table.obtain(owner, family, values);
        M series = type.cast(found.meter());
        if (found.own() && known.size() <= table.maxSeries()) {
            known.put(key, series); // the overflow series is not remembered: its keys would have no limit
        }
        return series;
    }

    private void expect(int values) {
        List<String> labels = family.naming().labels();
        if (values != labels.size()) {
            throw new IllegalArgumentException(
                    "Metric " + family.naming().name() + " has labels " + labels + ", given " + values + " values");
        }
    }
}
