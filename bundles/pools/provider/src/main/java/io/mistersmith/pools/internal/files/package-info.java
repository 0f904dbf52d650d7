/** Pools of files below one folder. */
@NullMarked
package io.mistersmith.pools.internal.files;

import org.jspecify.annotations.NullMarked;
