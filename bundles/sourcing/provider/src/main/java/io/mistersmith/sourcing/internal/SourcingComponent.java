package io.mistersmith.sourcing.internal;

import io.mistersmith.event.PayloadCodec;
import io.mistersmith.eventstore.Consumers;
import io.mistersmith.metrics.Metrics;
import io.mistersmith.plugincode.marks.CallMarks;
import io.mistersmith.sourcing.Projection;
import io.mistersmith.sourcing.ProjectionStatus;
import io.mistersmith.sourcing.Projections;
import io.mistersmith.sourcing.Views;
import io.mistersmith.threads.ThreadPools;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Wiring of {@link ProjectionSet}: the services that it stands on come and go, and so do the projections. */
@Component(
        service = {Views.class, Projections.class},
        immediate = true,
        configurationPid = "io.mistersmith.sourcing")
public final class SourcingComponent implements Views, Projections {

    private final ProjectionSet projections;
    private final AtomicReference<@Nullable Consumers> store = new AtomicReference<>();
    private final AtomicReference<@Nullable PayloadCodec> codec = new AtomicReference<>();
    private final AtomicReference<@Nullable ThreadPools> threads = new AtomicReference<>();
    private final AtomicReference<@Nullable Metrics> metrics = new AtomicReference<>();

    /** Notes calls in the folder where the event bus notes those of handlers, if this framework has a folder for data. */
    @Activate
    public SourcingComponent(BundleContext context) {
        String data = context.getProperty("karaf.data");
        projections = new ProjectionSet(CallMarks.in(data == null ? null : Path.of(data, "calls")));
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindStore(Consumers now) {
        store.set(now);
        projections.store(now);
    }

    void unbindStore(Consumers gone) {
        // a successor is bound before the old one is unbound
        unbind(store, gone, projections::store);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindCodec(PayloadCodec now) {
        codec.set(now);
        projections.codec(now);
    }

    void unbindCodec(PayloadCodec gone) {
        unbind(codec, gone, projections::codec);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindThreads(ThreadPools now) {
        threads.set(now);
        projections.threads(now);
    }

    void unbindThreads(ThreadPools gone) {
        unbind(threads, gone, projections::threads);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindMetrics(Metrics now) {
        metrics.set(now);
        projections.metrics(now);
    }

    void unbindMetrics(Metrics gone) {
        unbind(metrics, gone, projections::metrics);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindProjection(Projection<?, ?> projection, ServiceReference<Projection<?, ?>> reference) {
        Bundle bundle = reference.getBundle();
        String label = bundle == null ? "gone" : bundle.getSymbolicName() + "/" + bundle.getVersion();
        projections.add(projection, label, bundle == null ? 0 : Objects.hash(label, bundle.getLastModified()));
    }

    void unbindProjection(Projection<?, ?> projection) {
        projections.remove(projection);
    }

    /** The keys that every part takes are read by others; without this, a change of one would make a new component. */
    @Modified
    void modified() {}

    @Deactivate
    void close() {
        projections.close();
    }

    private static <S> void unbind(AtomicReference<@Nullable S> bound, S gone, Consumer<@Nullable S> setter) {
        if (bound.compareAndSet(gone, null)) {
            setter.accept(null);
        }
    }

    @Override
    public <V> Optional<V> get(String projection, String key, Class<V> type) {
        return projections.get(projection, key, type);
    }

    @Override
    public <V> void forEach(String projection, Class<V> type, BiConsumer<String, V> row) {
        projections.forEach(projection, type, row);
    }

    @Override
    public List<ProjectionStatus> list() {
        return projections.list();
    }

    @Override
    public List<ProjectionStatus> unserved() {
        return projections.unserved();
    }
}
