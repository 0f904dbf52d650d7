/** Wiring: services and configuration of the pools, and the pools as bundles and operators see them. */
@NullMarked
package io.mistersmith.pools.internal;

import org.jspecify.annotations.NullMarked;
