/** Typed values that follow a PID. */
@NullMarked
package io.mistersmith.configuration.internal.bind;

import org.jspecify.annotations.NullMarked;
