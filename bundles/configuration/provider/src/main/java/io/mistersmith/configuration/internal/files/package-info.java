/** Configuration files: reading lines of them, writing defaults, keeping the last good values. Knows no OSGi. */
@NullMarked
package io.mistersmith.configuration.internal.files;

import org.jspecify.annotations.NullMarked;
