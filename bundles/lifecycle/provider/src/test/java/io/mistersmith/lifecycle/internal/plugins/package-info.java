/** Classes that tests put into the plugins they build; the framework loads them from there. */
@NullMarked
package io.mistersmith.lifecycle.internal.plugins;

import org.jspecify.annotations.NullMarked;
