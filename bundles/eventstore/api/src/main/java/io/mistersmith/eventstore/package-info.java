/**
 * Keeps events durably, in streams and in one global order. Plugins use {@link io.mistersmith.eventstore.EventStore};
 * {@link io.mistersmith.eventstore.Consumers} is for those who deliver stored events, such as the event bus and the
 * projections, and knows nothing of either.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.mistersmith.eventstore;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
