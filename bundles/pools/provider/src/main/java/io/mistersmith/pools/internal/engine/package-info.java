/**
 * Lending, for every kind of pool: who gets what, in which order, and what becomes of it. Knows no OSGi, no JDBC and no
 * threads but those of its callers and of {@link io.mistersmith.pools.internal.engine.Work}.
 */
@NullMarked
package io.mistersmith.pools.internal.engine;

import org.jspecify.annotations.NullMarked;
