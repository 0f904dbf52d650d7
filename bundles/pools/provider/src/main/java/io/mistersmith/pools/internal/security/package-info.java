/** TLS for the pools that connect to servers: one set of keys, read from files and read again when those change. */
@NullMarked
package io.mistersmith.pools.internal.security;

import org.jspecify.annotations.NullMarked;
