package io.mistersmith.event;

/**
 * What the store says of an event that it holds durably.
 *
 * @param source the event's source
 * @param id the event's id, unique within its source
 * @param stream the stream that it is in
 * @param version its place in the stream; the first event has 1
 * @param position its place among all events; ascending, with holes
 * @param duplicate whether the event was there already, so that nothing was stored now
 */
public record Receipt(String source, String id, String stream, long version, long position, boolean duplicate) {}
