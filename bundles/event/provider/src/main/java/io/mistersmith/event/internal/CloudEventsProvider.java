package io.mistersmith.event.internal;

import io.mistersmith.event.CloudEvents;
import io.mistersmith.event.Event;
import io.mistersmith.event.JsonPayload;
import io.mistersmith.event.NewEvent;
import io.mistersmith.event.PayloadCodec;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Wiring of {@link JsonCloudEvents}. */
@Component(service = CloudEvents.class)
public final class CloudEventsProvider implements CloudEvents {

    private final JsonCloudEvents events;

    /** The codec comes from this bundle and goes with it. */
    @Activate
    public CloudEventsProvider(@Reference PayloadCodec codec) {
        events = new JsonCloudEvents(codec);
    }

    @Override
    public NewEvent<JsonPayload> fromJson(byte[] utf8) {
        return events.fromJson(utf8);
    }

    @Override
    public List<NewEvent<JsonPayload>> fromJsonBatch(byte[] utf8) {
        return events.fromJsonBatch(utf8);
    }

    @Override
    public NewEvent<JsonPayload> fromBinary(Map<String, String> attributes, String contentType, byte[] body) {
        return events.fromBinary(attributes, contentType, body);
    }

    @Override
    public String toJson(Event<?> event) {
        return events.toJson(event);
    }
}
