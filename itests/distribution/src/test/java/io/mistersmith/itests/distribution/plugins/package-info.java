/** Classes that tests put into the plugins they build; the container loads them from there. */
@NullMarked
package io.mistersmith.itests.distribution.plugins;

import org.jspecify.annotations.NullMarked;
