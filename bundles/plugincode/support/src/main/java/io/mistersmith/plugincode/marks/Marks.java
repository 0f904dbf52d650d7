package io.mistersmith.plugincode.marks;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls of one durable subscription or projection that are in progress, and those that were when earlier processes ended. Each call is
 * noted before it begins, in memory that is mapped from a file: the kernel keeps it when the process ends, whatever ends it, and
 * a note costs no system call.
 *
 * <p>An event during whose call a process ended is called alone by the next one, until one such call has returned. It is
 * remembered until it is settled. Thread-safe.
 */
public final class Marks {

    /** Notes nothing. */
    public static final Marks NONE = new Marks(0, null, Map.of());

    private static final Logger LOG = LoggerFactory.getLogger(Marks.class);
    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final long code;
    private final Map<Long, Integer> deaths = new ConcurrentHashMap<>();
    private final Set<Long> alone = ConcurrentHashMap.newKeySet();
    private volatile @Nullable ByteBuffer mapped; // null: calls are not noted

    Marks(long code, @Nullable ByteBuffer mapped, Map<Long, Integer> deaths) {
        this.code = code;
        this.mapped = mapped;
        this.deaths.putAll(deaths);
        this.alone.addAll(deaths.keySet());
    }

    /** Which code is called. */
    long code() {
        return code;
    }

    /** A call begins, in this lane. */
    public void begin(int lane, long position) {
        ByteBuffer bytes = mapped;
        if (bytes != null) {
            try {
                LONGS.setRelease(bytes, MarkFile.slot(lane), position);
            } catch (InternalError e) { // the file was cut below us, or its disk fails
                lost(e);
            }
        }
    }

    /** The call has returned. A call that was given up and returns late does not remove the note of the next one. */
    public void end(int lane, long position) {
        ByteBuffer bytes = mapped;
        if (bytes != null) {
            try {
                if ((long) LONGS.getOpaque(bytes, MarkFile.slot(lane)) == position) {
                    LONGS.setOpaque(bytes, MarkFile.slot(lane), 0L);
                }
            } catch (InternalError e) {
                lost(e);
            }
        }
    }

    private void lost(InternalError failure) {
        mapped = null;
        LOG.warn(
                "Calls of durable handlers or projections are not noted any more: the file of their notes cannot be written",
                failure);
    }

    /** The subscription ends in order: calls that do not return are not to blame if the process ends later. */
    public void clear() {
        for (int lane = 0; lane < MarkFile.LANES; lane++) {
            begin(lane, 0);
        }
    }

    /** How many processes ended during calls of this event. */
    public int deaths(long position) {
        return deaths.isEmpty() ? 0 : deaths.getOrDefault(position, 0);
    }

    /** Whether this event must be called alone. */
    public boolean alone(long position) {
        return !alone.isEmpty() && alone.contains(position);
    }

    /** Whether any event must be called alone. */
    public boolean anyAlone() {
        return !alone.isEmpty();
    }

    /** A call of this event that was alone has returned, in whichever way. */
    public void returned(long position) {
        alone.remove(position);
    }

    /** This event is settled, or never comes. */
    public void settled(long position) {
        if (!deaths.isEmpty()) {
            forget(one -> one == position);
        }
    }

    /** Events between these positions do not come any more. */
    public void passed(long above, long below) {
        if (!deaths.isEmpty()) {
            forget(one -> one > above && one < below);
        }
    }

    /** Forgets the events that this applies to. */
    public synchronized void forget(LongPredicate which) {
        alone.removeIf(which::test);
        if (deaths.keySet().removeIf(which::test)) {
            ByteBuffer bytes = mapped;
            if (bytes != null) {
                MarkFile.put(bytes, deaths);
            }
        }
    }

    /** What is wrong with the event that earlier processes ended with; empty when there is none. */
    public String problem() {
        for (Map.Entry<Long, Integer> one : deaths.entrySet()) {
            int count = one.getValue();
            return "the container ended without a stop during the call of position " + one.getKey() + ", "
                    + (count == 1 ? "once" : count + " times")
                    + (alone(one.getKey()) ? ": it is called alone" : ": it waits for another attempt");
        }
        return "";
    }
}
