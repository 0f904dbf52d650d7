/**
 * What an event is: the envelope, how a record names its type and subject, and how payloads become JSON and back.
 *
 * <p>Plugin authors write records with {@link io.mistersmith.event.EventType}; whoever wants to set envelope fields wraps
 * the record in a {@link io.mistersmith.event.NewEvent}. Publishing is in {@code io.mistersmith.eventbus}, keeping in
 * {@code io.mistersmith.eventstore}.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.mistersmith.event;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
