/**
 * The container's thread pools. Plugins use {@link io.mistersmith.threads.ThreadPools} and never make a thread of their
 * own; what a bundle gave to a pool is cancelled when the bundle stops.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.mistersmith.threads;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
