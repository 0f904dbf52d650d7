@NullMarked
package io.mistersmith.pools.internal.redis;

import org.jspecify.annotations.NullMarked;
