/** Keeps plugins from ending the container by {@code System.exit}. */
@NullMarked
package io.mistersmith.lifecycle.internal.exit;

import org.jspecify.annotations.NullMarked;
