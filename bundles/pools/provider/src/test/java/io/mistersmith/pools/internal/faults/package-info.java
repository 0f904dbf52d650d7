/** Servers that die, hang, are slow or talk nonsense, and pools of connections to them. */
@NullMarked
package io.mistersmith.pools.internal.faults;

import org.jspecify.annotations.NullMarked;
