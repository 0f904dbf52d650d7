package io.mistersmith.configuration.internal;

import io.mistersmith.configuration.internal.schema.CommonKeys;
import io.mistersmith.configuration.internal.schema.Designate;
import io.mistersmith.configuration.internal.schema.Metatype;
import io.mistersmith.configuration.internal.schema.MetatypeReader;
import io.mistersmith.configuration.internal.schema.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the metatypes of all resolved bundles say, by PID. Read by the guard itself: the Metatype Service starts at start
 * level 30, after the first configurations were handed out. Thread-safe.
 */
final class MetatypeIndex {

    private static final Logger LOG = LoggerFactory.getLogger(MetatypeIndex.class);
    private static final String FOLDER = "OSGI-INF/metatype";

    private final Predicate<Bundle> complete;
    private final Map<Bundle, Described> bundles = new ConcurrentHashMap<>();
    private volatile Runnable changed = () -> {};
    private volatile List<Designate> all = List.of();

    /** Who describes what, the highest version first. */
    private volatile Map<Key, List<By>> index = Map.of();

    /**
     * @param complete whether a bundle's metatype names every key that the bundle reads
     */
    MetatypeIndex(Predicate<Bundle> complete) {
        this.complete = complete;
    }

    /** What one bundle describes; schemas without a designation wait for somebody who binds them. */
    private record Described(List<Designate> designates, List<Schema> schemas) {}

    private record Key(String pid, boolean factory) {}

    private record By(Bundle bundle, Designate designate) {}

    /** Tells of every change of what is described, from now on. */
    void onChange(Runnable listener) {
        changed = listener;
    }

    /** Reads a bundle's documents unless that was done. */
    synchronized List<Designate> add(Bundle bundle) {
        Described described = bundles.get(bundle);
        if (described == null) {
            described = read(bundle);
            bundles.put(bundle, described);
            if (!described.designates().isEmpty()) {
                refresh();
            }
        }
        return described.designates();
    }

    /** Forgets a bundle; returns what it described. */
    synchronized List<Designate> remove(Bundle bundle) {
        Described described = bundles.remove(bundle);
        if (described == null || described.designates().isEmpty()) {
            return List.of();
        }
        refresh();
        return described.designates();
    }

    /** Lets a bundle's schema describe a PID too, because the bundle bound it. */
    void designate(Bundle bundle, String pid, String schemaId) {
        Described known = bundles.get(bundle);
        if (known == null
                || (!known.schemas().isEmpty() && own(pid, false, bundle).isEmpty())) {
            describe(bundle, pid, schemaId);
        }
    }

    private synchronized void describe(Bundle bundle, String pid, String schemaId) {
        add(bundle);
        Described described = bundles.get(bundle);
        Optional<Schema> schema = described == null
                ? Optional.empty()
                : described.schemas().stream()
                        .filter(s -> s.id().equals(schemaId))
                        .findFirst();
        if (described != null && schema.isPresent() && own(pid, false, bundle).isEmpty()) {
            List<Designate> more = new ArrayList<>(described.designates());
            more.add(new Designate(pid, false, common(bundle, schema.get(), pid, false), complete.test(bundle)));
            bundles.put(bundle, new Described(List.copyOf(more), described.schemas()));
            refresh();
        }
    }

    /** Everything described now. */
    List<Designate> all() {
        return all;
    }

    /** How a bundle describes a PID; of others, the one with the highest version when that bundle does not. */
    Optional<Designate> find(String pid, boolean factory, @Nullable Bundle target) {
        Optional<Designate> own = target == null ? Optional.empty() : own(pid, factory, target);
        return own.or(() -> by(pid, factory).stream().findFirst().map(By::designate));
    }

    private Optional<Designate> own(String pid, boolean factory, Bundle bundle) {
        return by(pid, factory).stream()
                .filter(one -> one.bundle().equals(bundle))
                .findFirst()
                .map(By::designate);
    }

    private List<By> by(String pid, boolean factory) {
        return index.getOrDefault(new Key(pid, factory), List.of());
    }

    /** Whether a bundle that describes a PID has started, or is about to. */
    boolean isUsed(String pid, boolean factory) {
        return by(pid, factory).stream()
                .anyMatch(one -> (one.bundle().getState() & (Bundle.STARTING | Bundle.ACTIVE)) != 0);
    }

    /** What a bundle describes. */
    List<Designate> of(Bundle bundle) {
        Described described = bundles.get(bundle);
        return described == null ? List.of() : described.designates();
    }

    private Schema common(Bundle bundle, Schema schema, String pid, boolean factory) {
        if (String.valueOf(bundle.getSymbolicName()).startsWith(CommonKeys.ROOT)) {
            return CommonKeys.with(schema, pid, factory);
        }
        return complete.test(bundle) ? CommonKeys.ofPlugin(schema) : schema;
    }

    private void refresh() {
        Map<Key, List<By>> now = new HashMap<>();
        bundles.forEach((bundle, described) -> described.designates().forEach(one -> now.computeIfAbsent(
                        new Key(one.pid(), one.factory()), key -> new ArrayList<>())
                .add(new By(bundle, one))));
        Comparator<By> order = Comparator.comparing((By one) -> one.bundle().getVersion())
                .thenComparing(one -> one.bundle().getBundleId());
        now.values().forEach(several -> several.sort(order.reversed()));
        index = now;
        all = bundles.values().stream()
                .flatMap(described -> described.designates().stream())
                .toList();
        changed.run();
    }

    private Described read(Bundle bundle) {
        List<Schema> schemas = new ArrayList<>();
        List<Metatype.Link> links = new ArrayList<>();
        Enumeration<String> paths = bundle.getEntryPaths(FOLDER);
        while (paths != null && paths.hasMoreElements()) {
            String path = paths.nextElement();
            URL document = path.endsWith(".xml") ? bundle.getEntry(path) : null;
            if (document != null) {
                try (InputStream stream = document.openStream()) {
                    Metatype metatype = MetatypeReader.read(stream);
                    schemas.addAll(metatype.schemas());
                    links.addAll(metatype.links());
                } catch (IOException | XMLStreamException e) {
                    LOG.warn("{} of {} is not a metatype, so nothing is checked by it", path, bundle, e);
                }
            }
        }
        List<Designate> designates = new ArrayList<>();
        for (Metatype.Link link : links) {
            schemas.stream()
                    .filter(schema -> schema.id().equals(link.schemaId()))
                    .findFirst()
                    .map(schema -> common(bundle, schema, link.pid(), link.factory()))
                    .ifPresent(schema ->
                            designates.add(new Designate(link.pid(), link.factory(), schema, complete.test(bundle))));
        }
        String pid = CommonKeys.pid(String.valueOf(bundle.getSymbolicName()));
        if (pid != null && links.stream().noneMatch(link -> link.pid().equals(pid))) {
            designates.add(new Designate(pid, false, CommonKeys.alone(pid), true));
        }
        return new Described(List.copyOf(designates), List.copyOf(schemas));
    }
}
