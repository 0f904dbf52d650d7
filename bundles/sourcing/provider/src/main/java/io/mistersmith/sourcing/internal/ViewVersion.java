package io.mistersmith.sourcing.internal;

import io.mistersmith.eventstore.Change;
import io.mistersmith.eventstore.Consumers;
import org.jspecify.annotations.Nullable;

/**
 * Which version of a projection the rows belong to. It is a row itself, in the view of version 0, which no projection can
 * have; it is saved with the first batch, so that a view either has rows and a version, or neither.
 */
final class ViewVersion {

    private static final String KEY = "version";

    private ViewVersion() {}

    static Change change(String projection, int version) {
        return new Change.PutView(projection, 0, KEY, Integer.toString(version));
    }

    static @Nullable Integer stored(Consumers store, String projection) {
        return store.view(projection, 0, KEY).map(Integer::valueOf).orElse(null);
    }
}
