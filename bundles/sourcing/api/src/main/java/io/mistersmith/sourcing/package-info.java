/**
 * State made of stored events. Plugins register {@link io.mistersmith.sourcing.Projection} services, and read what they
 * made through {@link io.mistersmith.sourcing.Views}.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.mistersmith.sourcing;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
