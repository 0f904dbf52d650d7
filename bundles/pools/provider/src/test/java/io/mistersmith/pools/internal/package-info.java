@NullMarked
package io.mistersmith.pools.internal;

import org.jspecify.annotations.NullMarked;
