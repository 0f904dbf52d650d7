/** Decides which values take effect, and remembers why others did not. Knows no OSGi. */
@NullMarked
package io.mistersmith.configuration.internal.guard;

import org.jspecify.annotations.NullMarked;
