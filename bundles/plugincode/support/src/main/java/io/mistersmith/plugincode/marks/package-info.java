/**
 * Remembers, past the end of the process, which calls into plugins were in progress when it ended. bnd copies the package
 * privately into each bundle that uses it.
 */
@NullMarked
package io.mistersmith.plugincode.marks;

import org.jspecify.annotations.NullMarked;
