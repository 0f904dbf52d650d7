package io.mistersmith.testkit;

import io.mistersmith.eventstore.Change;
import io.mistersmith.eventstore.Consumer;
import io.mistersmith.eventstore.ConsumerInUseException;
import io.mistersmith.eventstore.ConsumerStatus;
import io.mistersmith.eventstore.DeadLetter;
import io.mistersmith.eventstore.Progress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The consumers of a store in memory, their letters and rows. Guarded by the store. */
final class MemoryConsumers {

    private static final String NAME = "[a-z0-9][a-z0-9._-]{0,99}";

    private final InMemoryEventStore store;
    private final SortedMap<String, State> states = new TreeMap<>();
    private final Map<View, SortedMap<String, String>> views = new HashMap<>();

    MemoryConsumers(InMemoryEventStore store) {
        this.store = store;
    }

    Consumer open(String name, long start) {
        if (!name.matches(NAME)) {
            throw new IllegalArgumentException("consumer \"" + name + "\" does not match " + NAME);
        }
        State state = states.computeIfAbsent(name, key -> new State(new Progress(start)));
        if (state.owner != null) {
            throw new ConsumerInUseException(name);
        }
        state.owner = new MemoryConsumer(store, this, name);
        return state.owner;
    }

    List<ConsumerStatus> list() {
        return states.entrySet().stream()
                .map(one -> new ConsumerStatus(
                        one.getKey(),
                        one.getValue().owner != null,
                        one.getValue().progress,
                        one.getValue().letters.size(),
                        views.entrySet().stream()
                                .anyMatch(rows -> rows.getKey().projection().equals(one.getKey())
                                        && !rows.getValue().isEmpty())))
                .toList();
    }

    boolean remove(String name) {
        State state = states.get(name);
        if (state == null) {
            return false;
        }
        if (state.owner != null) {
            throw new ConsumerInUseException(name);
        }
        states.remove(name);
        views.keySet().removeIf(view -> view.projection.equals(name));
        return true;
    }

    List<DeadLetter> letters(@Nullable String consumer, int limit) {
        List<DeadLetter> letters = new ArrayList<>();
        states.forEach((name, state) -> {
            if (consumer == null || consumer.equals(name)) {
                letters.addAll(state.letters.values());
            }
        });
        letters.sort(Comparator.comparingLong(DeadLetter::position));
        return letters.stream().limit(limit).toList();
    }

    SortedMap<String, String> rows(String projection, int version) {
        return views.getOrDefault(new View(projection, version), new TreeMap<>());
    }

    boolean settled(String name, long position) {
        State state = states.get(name);
        return state != null && state.progress.position() >= position;
    }

    Progress progress(String name) {
        return state(name).progress;
    }

    List<DeadLetter> lettersOf(String name) {
        return state(name).letters.values().stream()
                .map(MemoryConsumers::withoutTexts)
                .toList();
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

    void save(String name, Progress progress, List<? extends Change> changes) {
        State state = state(name);
        for (Change change : changes) {
            if (change instanceof Change.Park park) {
                state.letters.put(park.letter().position(), park.letter());
            } else if (change instanceof Change.Unpark unpark) {
                state.letters.remove(unpark.position());
            } else if (change instanceof Change.PutView row) {
                put(row);
            }
        }
        state.progress = progress;
    }

    void close(MemoryConsumer consumer) {
        State state = states.get(consumer.name());
        if (state != null && state.owner == consumer) {
            state.owner = null;
        }
    }

    void closeAll() {
        for (State state : states.values()) {
            if (state.owner != null) {
                state.owner.ended();
                state.owner = null;
            }
        }
    }

    List<Runnable> wakes() {
        List<Runnable> wakes = new ArrayList<>();
        for (State state : states.values()) {
            if (state.owner != null) {
                wakes.add(state.owner::wake);
            }
        }
        return wakes;
    }

    private void put(Change.PutView row) {
        SortedMap<String, String> rows =
                views.computeIfAbsent(new View(row.projection(), row.version()), view -> new TreeMap<>());
        if (row.json() == null) {
            rows.remove(row.key());
        } else {
            rows.put(row.key(), row.json());
        }
    }

    private State state(String name) {
        State state = states.get(name);
        if (state == null) {
            throw new IllegalStateException("consumer " + name + " is not there");
        }
        return state;
    }

    private static final class State {

        private final SortedMap<Long, DeadLetter> letters = new TreeMap<>();
        private Progress progress;
        private @Nullable MemoryConsumer owner;

        State(Progress progress) {
            this.progress = progress;
        }
    }

    private record View(String projection, int version) {}
}
