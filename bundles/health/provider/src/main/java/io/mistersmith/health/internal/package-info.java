/** Checks of this container on Felix Health Checks, the rounds that watch them, and what the shell shows. */
@NullMarked
package io.mistersmith.health.internal;

import org.jspecify.annotations.NullMarked;
