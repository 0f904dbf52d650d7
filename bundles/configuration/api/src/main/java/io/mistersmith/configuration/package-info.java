/**
 * Live configuration: typed values of a PID that are checked before they take effect, and the problems of those that were
 * refused.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.mistersmith.configuration;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
