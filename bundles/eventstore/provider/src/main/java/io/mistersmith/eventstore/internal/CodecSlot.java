package io.mistersmith.eventstore.internal;

import io.mistersmith.event.PayloadCodec;
import io.mistersmith.event.PayloadType;
import io.mistersmith.eventstore.StoreUnavailableException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The codec that is there now. While there is none, every call fails with a typed error. */
final class CodecSlot implements PayloadCodec {

    private volatile @Nullable PayloadCodec codec;

    void bind(PayloadCodec service) {
        codec = service;
    }

    synchronized void unbind(PayloadCodec service) {
        if (codec == service) {
            codec = null;
        }
    }

    @Override
    public PayloadType typeOf(Class<?> payloadClass) {
        return now().typeOf(payloadClass);
    }

    @Override
    public <T> Map<String, Class<? extends T>> typesOf(Class<T> payloadClass) {
        return now().typesOf(payloadClass);
    }

    @Override
    public @Nullable String subjectOf(Object payload) {
        return now().subjectOf(payload);
    }

    @Override
    public String encode(Object payload) {
        return now().encode(payload);
    }

    @Override
    public <T> T decode(String json, Class<T> payloadClass) {
        return now().decode(json, payloadClass);
    }

    @Override
    public boolean same(String json, String other) {
        return now().same(json, other);
    }

    private PayloadCodec now() {
        PayloadCodec service = codec;
        if (service == null) {
            throw new StoreUnavailableException("no payload codec (bundle io.mistersmith.event.provider)", false, null);
        }
        return service;
    }
}
