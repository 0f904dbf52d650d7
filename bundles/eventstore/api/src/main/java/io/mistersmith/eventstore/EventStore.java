package io.mistersmith.eventstore;

import io.mistersmith.event.Receipt;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The durable log of events.
 *
 * <p>An event belongs to one stream, where versions count from 1 without gaps, and has a position among all events;
 * positions ascend and may have holes, but a hole never fills. An event is known by (source, id): appending it again to
 * the same stream with the same type and payload stores nothing and gives the first receipt, marked as duplicate. That holds
 * for each event of a call, whether it was stored before or stands twice in the call; the others are stored. Payloads are the
 * same if {@link io.mistersmith.event.PayloadCodec#same} says so. An expected version is not looked at when every event of the
 * call is stored already.
 *
 * <p>Thread-safe. Returned stages complete after the commit is on disk, on pool {@code compute}, never on the thread that
 * commits. If the call of one append returned before another was called, its positions are lower.
 *
 * <p>Returned stages fail with: {@link WrongVersionException}, {@link EventIdReusedException},
 * {@link StoreUnavailableException}, {@link StoreFullException}, {@link io.mistersmith.event.PayloadException}; unless the
 * exception says otherwise, nothing of that call was stored.
 */
@ProviderType
public interface EventStore {

    /**
     * Appends to one stream, all or none.
     *
     * @param stream its name, 1 to 255 characters
     * @param expected what the stream must look like
     * @param payloadsOrEvents payload records or {@link io.mistersmith.event.NewEvent}s, 1 to 4,000, in their order
     * @return a receipt for each, in the same order
     * @throws IllegalArgumentException if the stream's name or the list's size is out of range, or a payload's class names
     *     no event type
     * @throws StoreFullException if too many appends wait already
     */
    CompletionStage<List<Receipt>> append(String stream, Expected expected, List<?> payloadsOrEvents);

    /**
     * Appends each event to the stream of its subject, or to {@code type:<type>} when it has none; all or none.
     *
     * @param payloadsOrEvents payload records or {@link io.mistersmith.event.NewEvent}s, 1 to 4,000, in their order
     * @return a receipt for each, in the same order
     * @throws IllegalArgumentException if the list's size is out of range, or a payload's class names no event type
     * @throws StoreFullException if too many appends wait already
     */
    CompletionStage<List<Receipt>> append(List<?> payloadsOrEvents);

    /**
     * Stored events, read page by page while the caller iterates; nothing is held between pages. An iteration forward ends
     * with what is stored when it begins, however fast others append.
     *
     * <p>Iterating blocks the calling thread; it throws {@link StoreUnavailableException} when the store does.
     */
    StoredEvents read(Read query);

    /**
     * The highest position that holds an event; 0 when the store is empty.
     *
     * @throws StoreUnavailableException if the store is closed or does not answer
     */
    long head();

    /**
     * Which engine this is, and how much it holds. Does not block.
     *
     * @throws StoreUnavailableException if the store is closed
     */
    StoreInfo info();

    /**
     * Waits until a consumer has settled everything up to a position: read your own writes.
     *
     * @param consumer name of a durable subscription or projection
     * @return false if the timeout passed first; also when there is no such consumer by then
     * @throws StoreUnavailableException if the store is closed meanwhile
     */
    boolean await(String consumer, long position, Duration timeout) throws InterruptedException;
}
