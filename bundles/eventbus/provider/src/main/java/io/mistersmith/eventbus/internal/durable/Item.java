package io.mistersmith.eventbus.internal.durable;

import io.mistersmith.eventstore.DeadLetter;
import io.mistersmith.eventstore.StoredEvent;
import org.jspecify.annotations.Nullable;

/**
 * What waits in a durable lane: an event that was read, or a letter to try again, whose event is read when its turn comes.
 */
record Item(@Nullable StoredEvent event, Ledger.@Nullable Entry entry, @Nullable DeadLetter letter) {

    static Item of(StoredEvent event, Ledger.Entry entry) {
        return new Item(event, entry, null);
    }

    static Item of(DeadLetter letter) {
        return new Item(null, null, letter);
    }

    @Nullable
    String subject() {
        return letter != null ? letter.subject() : event == null ? null : event.subject();
    }
}
