@NullMarked
package io.mistersmith.pools.shell;

import org.jspecify.annotations.NullMarked;
