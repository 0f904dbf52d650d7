/** Stands between File Install and the files of {@code etc/}. Loaded when File Install is there. */
@NullMarked
package io.mistersmith.configuration.internal.intake;

import org.jspecify.annotations.NullMarked;
