@NullMarked
package io.mistersmith.pools.internal.generic;

import org.jspecify.annotations.NullMarked;
