@NullMarked
package io.mistersmith.pools.internal.security;

import org.jspecify.annotations.NullMarked;
