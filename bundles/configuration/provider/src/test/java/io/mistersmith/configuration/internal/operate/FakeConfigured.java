package io.mistersmith.configuration.internal.operate;

import io.mistersmith.configuration.ConfigurationProblem;
import io.mistersmith.configuration.ConfigurationProblems;
import io.mistersmith.configuration.WaitingChange;
import io.mistersmith.configuration.internal.files.CfgText;
import io.mistersmith.configuration.internal.files.ConfigFolder;
import io.mistersmith.configuration.internal.files.Edits;
import io.mistersmith.configuration.internal.files.LastGood;
import io.mistersmith.configuration.internal.guard.EnvironmentOverrides;
import io.mistersmith.configuration.internal.guard.Guard;
import io.mistersmith.configuration.internal.guard.HomeName;
import io.mistersmith.configuration.internal.guard.Layers;
import io.mistersmith.configuration.internal.guard.ProblemList;
import io.mistersmith.configuration.internal.guard.Rules;
import io.mistersmith.configuration.internal.guard.Schemas;
import io.mistersmith.configuration.internal.guard.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A container whose files are taken when asked for; it describes the PID of the orders example. */
final class FakeConfigured implements Configured, ConfigurationProblems {

    static final String ORDERS = "io.mistersmith.examples.orders";

    final Path etc;
    final Map<String, Map<String, Object>> stored = new HashMap<>();
    final List<Path> taken = new ArrayList<>();
    /** What the guard finds wrong once it was given the values. */
    final Map<String, ConfigurationProblem> later = new HashMap<>();

    /** What files may name. */
    final Map<String, String> variables = new HashMap<>();

    Rules rules = Rules.NONE;

    FakeConfigured(Path etc) {
        this.etc = etc;
    }

    /** Asks a guard of its own; {@code $[secret:there]} is known. */
    Judge judge() {
        ConfigFolder none = new ConfigFolder(null, StandardCharsets.UTF_8, name -> null);
        Layers layers = new Layers(new HomeName("./home"), none, StandardCharsets.UTF_8, variables::get);
        Guard guard = new Guard(
                new LastGood(etc.resolve("last-good"), Runnable::run),
                layers,
                new EnvironmentOverrides(Map.of(), List::of),
                new ProblemList(List::of, new Edits(etc, Clock.systemUTC())),
                (delay, work) -> {},
                pid -> {});
        guard.rules((pid, values) -> rules.findings(pid, values));
        return new Judge(this, guard.preview((target, values) -> {
            Map<String, Object> filled = new HashMap<>(values);
            filled.replaceAll((key, value) -> value.equals("$[secret:there]") ? "s3cret".toCharArray() : value);
            return filled;
        }));
    }

    @Override
    public List<String> pids() {
        return List.of(ORDERS);
    }

    @Override
    public Map<String, Object> stored(String pid) {
        return stored.getOrDefault(pid, Map.of());
    }

    @Override
    public Map<String, Object> inForce(String pid) {
        return stored(pid);
    }

    @Override
    public Optional<Target> target(String pid) {
        return pid.equals(ORDERS)
                ? Optional.of(new Target(pid, Schemas.ordersDesignate(), file(pid)))
                : Optional.empty();
    }

    @Override
    public Path file(String pid) {
        return etc.resolve(pid + ".cfg");
    }

    @Override
    public List<Path> files() {
        return List.of(file(ORDERS));
    }

    @Override
    public void take(Path file) throws IOException {
        taken.add(file);
        String pid = Inspector.pid(file);
        if (Files.exists(file)) {
            stored.put(
                    pid,
                    new HashMap<>(CfgText.of(Files.readAllBytes(file), StandardCharsets.UTF_8)
                            .values()));
        } else {
            stored.remove(pid);
        }
    }

    @Override
    public List<ConfigurationProblem> list() {
        return stored.values().stream()
                .flatMap(values -> values.values().stream())
                .map(later::get)
                .filter(FakeConfigured::isThere)
                .toList();
    }

    private static boolean isThere(@Nullable ConfigurationProblem problem) {
        return problem != null;
    }

    @Override
    public List<ConfigurationProblem> settled(Duration timeout) {
        return list();
    }

    @Override
    public List<WaitingChange> waiting() {
        return List.of();
    }
}
