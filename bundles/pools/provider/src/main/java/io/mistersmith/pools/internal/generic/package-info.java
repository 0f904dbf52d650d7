/** Pools of whatever a {@link io.mistersmith.pools.ResourceFactory} makes. */
@NullMarked
package io.mistersmith.pools.internal.generic;

import org.jspecify.annotations.NullMarked;
