/**
 * What runs in the container: plugins, and whether the container is ready.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.mistersmith.lifecycle;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
