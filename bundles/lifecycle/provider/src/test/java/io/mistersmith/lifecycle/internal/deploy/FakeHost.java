package io.mistersmith.lifecycle.internal.deploy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes down what was asked of it; bundles are numbers, by jar. */
final class FakeHost implements PluginHost {

    final List<String> calls = new ArrayList<>();
    final Set<String> throwing = new HashSet<>();
    final Map<String, String> missing = new HashMap<>();
    final List<Installed> installed = new ArrayList<>();
    private final Map<Long, String> titles = new HashMap<>();
    Traffic traffic = Traffic.UNKNOWN;
    Runnable onStart = () -> {};

    @Override
    public long install(PluginJar jar) {
        for (Map.Entry<Long, String> known : titles.entrySet()) {
            if (known.getValue().equals(jar.title())) {
                return known.getKey();
            }
        }
        long id = titles.size() + 1L;
        titles.put(id, jar.title());
        calls.add("install " + jar.title());
        return id;
    }

    @Override
    public Optional<String> missing(long bundle) {
        return Optional.ofNullable(missing.get(titles.get(bundle)));
    }

    @Override
    public void start(long bundle) {
        calls.add("start " + titles.get(bundle));
        onStart.run();
        if (throwing.contains(titles.get(bundle))) {
            throw new IllegalStateException("no licence");
        }
    }

    @Override
    public void stop(long bundle) {
        calls.add("stop " + titles.get(bundle));
    }

    @Override
    public void uninstall(long bundle) {
        calls.add("uninstall " + titles.get(bundle));
    }

    @Override
    public Condition condition(long bundle) {
        return Condition.running();
    }

    @Override
    public String summary(long bundle) {
        return "1 handler";
    }

    @Override
    public Traffic traffic(String plugin) {
        return traffic;
    }

    @Override
    public List<Installed> installed() {
        return installed;
    }
}
