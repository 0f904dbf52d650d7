/** Pools of database connections: HikariCP over the DataSourceFactory of any driver. */
@NullMarked
package io.mistersmith.pools.internal.jdbc;

import org.jspecify.annotations.NullMarked;
