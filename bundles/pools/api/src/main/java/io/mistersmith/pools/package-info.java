/**
 * Pools of things that are costly to make and are lent: database connections, clients, handles, whatever a
 * {@link io.mistersmith.pools.ResourceFactory} makes. A file in {@code etc/} makes a pool; plugins use the service
 * {@link io.mistersmith.pools.ResourcePool} with its name in the property {@code pool.name}. Operators use
 * {@link io.mistersmith.pools.ResourcePools}. A plugin that brings resources of its own registers a {@code ResourceFactory};
 * one that wants to watch registers a {@link io.mistersmith.pools.ResourceHook}.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.mistersmith.pools;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
