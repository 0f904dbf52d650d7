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
    private volatile List<Designate> all = List.of();

    /**
     * @param complete whether a bundle's metatype names every key that the bundle reads
     */
    MetatypeIndex(Predicate<Bundle> complete) {
        this.complete = complete;
    }

    /** What one bundle describes; schemas without a designation wait for somebody who binds them. */
    private record Described(List<Designate> designates, List<Schema> schemas) {

        Optional<Designate> find(String pid, boolean factory) {
            return designates.stream()
                    .filter(d -> d.factory() == factory && d.pid().equals(pid))
                    .findFirst();
        }
    }

    /** Reads a bundle's documents unless that was done. */
    synchronized List<Designate> add(Bundle bundle) {
        Described described = bundles.get(bundle);
        if (described == null) {
            described = read(bundle);
            bundles.put(bundle, described);
            refresh();
        }
        return described.designates();
    }

    /** Forgets a bundle; returns what it described. */
    synchronized List<Designate> remove(Bundle bundle) {
        Described described = bundles.remove(bundle);
        refresh();
        return described == null ? List.of() : described.designates();
    }

    /** Lets a bundle's schema describe a PID too, because the bundle bound it. */
    synchronized void designate(Bundle bundle, String pid, String schemaId) {
        add(bundle);
        bundles.computeIfPresent(bundle, (b, described) -> {
            Optional<Schema> schema = described.schemas().stream()
                    .filter(s -> s.id().equals(schemaId))
                    .findFirst();
            if (schema.isEmpty() || described.find(pid, false).isPresent()) {
                return described;
            }
            List<Designate> more = new ArrayList<>(described.designates());
            more.add(new Designate(pid, false, common(bundle, schema.get(), pid, false), complete.test(bundle)));
            return new Described(List.copyOf(more), described.schemas());
        });
        refresh();
    }

    /** Everything described now. */
    List<Designate> all() {
        return all;
    }

    /** How a bundle describes a PID; of others, the one with the highest version when that bundle does not. */
    Optional<Designate> find(String pid, boolean factory, @Nullable Bundle target) {
        Described own = target == null ? null : bundles.get(target);
        Optional<Designate> found = own == null ? Optional.empty() : own.find(pid, factory);
        return found.or(() -> bundles.entrySet().stream()
                .filter(entry -> entry.getValue().find(pid, factory).isPresent())
                .max(Map.Entry.comparingByKey(
                        Comparator.comparing(Bundle::getVersion).thenComparing(Bundle::getBundleId)))
                .flatMap(entry -> entry.getValue().find(pid, factory)));
    }

    /** Whether a bundle that describes a PID has started, or is about to. */
    boolean isUsed(String pid, boolean factory) {
        return bundles.entrySet().stream()
                .anyMatch(entry -> (entry.getKey().getState() & (Bundle.STARTING | Bundle.ACTIVE)) != 0
                        && entry.getValue().find(pid, factory).isPresent());
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
        all = bundles.values().stream()
                .flatMap(described -> described.designates().stream())
                .toList();
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
