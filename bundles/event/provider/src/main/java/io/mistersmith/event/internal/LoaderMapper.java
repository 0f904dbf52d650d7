package io.mistersmith.event.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/**
 * The mapper for the classes of one loader, made on first use. Mappers keep every class they have seen, so one that all
 * bundles share would keep stopped bundles.
 */
final class LoaderMapper {

    private volatile @Nullable ObjectMapper mapper;

    ObjectMapper get() {
        ObjectMapper known = mapper;
        return known == null ? make() : known;
    }

    void drop() {
        mapper = null;
    }

    private synchronized ObjectMapper make() {
        ObjectMapper known = mapper;
        if (known == null) {
            known = Mappers.payloads();
            mapper = known;
        }
        return known;
    }
}
