/** Stress tests of the hot classes of pools, in their package. */
@NullMarked
package io.mistersmith.pools.internal.engine;

import org.jspecify.annotations.NullMarked;
