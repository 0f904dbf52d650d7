/**
 * Publish and subscribe. Publishers use {@link io.mistersmith.eventbus.EventBus}; subscribers register an
 * {@link io.mistersmith.eventbus.EventHandler} service with {@link io.mistersmith.eventbus.Subscribe}. What must not be lost
 * is published guaranteed, and then stored first: see {@code io.mistersmith.eventstore}.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.mistersmith.eventbus;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
