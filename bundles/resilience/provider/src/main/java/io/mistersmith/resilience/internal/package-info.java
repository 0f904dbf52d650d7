/** Wiring: a service for each file, its figures and its events. */
@NullMarked
package io.mistersmith.resilience.internal;

import org.jspecify.annotations.NullMarked;
