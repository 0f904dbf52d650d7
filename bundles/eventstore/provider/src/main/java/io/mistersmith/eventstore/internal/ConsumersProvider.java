package io.mistersmith.eventstore.internal;

import io.mistersmith.eventstore.Consumer;
import io.mistersmith.eventstore.ConsumerStatus;
import io.mistersmith.eventstore.Consumers;
import io.mistersmith.eventstore.DeadLetter;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;

/** The {@link Consumers} as one bundle sees them: what it opens is closed when it stops. */
@Component(service = Consumers.class, scope = ServiceScope.BUNDLE)
public final class ConsumersProvider implements Consumers {

    private final StoreCore core;
    private final Bundle user;

    @Activate
    public ConsumersProvider(@Reference StoreCore core, ComponentContext context) {
        this.core = core;
        this.user = context.getUsingBundle();
    }

    @Override
    public Consumer open(String name, long start) {
        return core.open(user, name, start);
    }

    @Override
    public List<ConsumerStatus> list() {
        return consumers().list();
    }

    @Override
    public boolean remove(String name) {
        return consumers().remove(name);
    }

    @Override
    public List<DeadLetter> letters(@Nullable String consumer, int limit) {
        return consumers().letters(consumer, limit);
    }

    @Override
    public Optional<String> view(String projection, int version, String key) {
        return consumers().view(projection, version, key);
    }

    @Override
    public void forEachView(String projection, int version, BiConsumer<String, String> row) {
        consumers().forEachView(projection, version, row);
    }

    private Consumers consumers() {
        return core.store().consumers();
    }
}
