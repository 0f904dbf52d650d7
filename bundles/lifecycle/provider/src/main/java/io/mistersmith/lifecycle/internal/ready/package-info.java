/** The moment when the container is ready: its summary, and the file that tells the launcher. Knows no OSGi. */
@NullMarked
package io.mistersmith.lifecycle.internal.ready;

import org.jspecify.annotations.NullMarked;
