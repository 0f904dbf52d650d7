/** Wiring: services and configuration of the pools, and the pools as bundles, libraries and operators see them. */
@NullMarked
package io.mistersmith.threads.internal;

import org.jspecify.annotations.NullMarked;
