@NullMarked
package io.mistersmith.pools.internal.jdbc;

import org.jspecify.annotations.NullMarked;
