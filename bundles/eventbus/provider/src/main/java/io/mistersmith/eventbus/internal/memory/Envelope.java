package io.mistersmith.eventbus.internal.memory;

import io.mistersmith.event.Event;
import io.mistersmith.event.NewEvent;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** An event on its way in memory: 40 bytes. Its id is made when somebody asks for it. */
final class Envelope implements Event<Object> {

    private static final VarHandle CHANCE;

    static {
        try {
            CHANCE = MethodHandles.lookup().findVarHandle(Envelope.class, "chance", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long millis;

    @SuppressWarnings("UnusedVariable") // through CHANCE
    private long chance; // of the id; 0: not made yet

    private final TypeEntry type;
    private final Origin origin;
    private final Object payload;

    Envelope(long millis, TypeEntry type, Origin origin, Object payload) {
        this.millis = millis;
        this.type = type;
        this.origin = origin;
        this.payload = payload;
    }

    @Override
    public String id() {
        NewEvent<?> fields = origin.fields();
        String own = fields == null ? null : fields.id();
        return own == null ? Uuid7.of(millis, chance()).toString() : own;
    }

    private long chance() {
        long made = (long) CHANCE.getVolatile(this);
        if (made != 0) {
            return made;
        }
        long mine = Uuid7.chance();
        long before = (long) CHANCE.compareAndExchange(this, 0L, mine);
        return before == 0 ? mine : before;
    }

    @Override
    public String type() {
        return type.name;
    }

    @Override
    public int schemaVersion() {
        NewEvent<?> fields = origin.fields();
        return fields == null || fields.schemaVersion() == 0 ? type.version : fields.schemaVersion();
    }

    @Override
    public String source() {
        return origin.source();
    }

    @Override
    public Instant time() {
        NewEvent<?> fields = origin.fields();
        Instant own = fields == null ? null : fields.time();
        return own == null ? Instant.ofEpochMilli(millis) : own;
    }

    @Override
    public @Nullable String subject() {
        NewEvent<?> fields = origin.fields();
        String own = fields == null ? null : fields.subject();
        return own == null ? type.subjectOf(payload) : own;
    }

    @Override
    public @Nullable String correlationId() {
        NewEvent<?> fields = origin.fields();
        return fields == null ? null : fields.correlationId();
    }

    @Override
    public @Nullable String causationId() {
        NewEvent<?> fields = origin.fields();
        return fields == null ? null : fields.causationId();
    }

    @Override
    public @Nullable String traceparent() {
        NewEvent<?> fields = origin.fields();
        return fields == null ? null : fields.traceparent();
    }

    @Override
    public Map<String, String> headers() {
        return Origin.headers(origin.fields());
    }

    @Override
    public Object payload() {
        return payload;
    }

    TypeEntry entry() {
        return type;
    }

    OptionalLong position() {
        return origin.position();
    }

    @Override
    public String toString() {
        return type.name + "[" + source() + ", " + id() + "]";
    }
}
