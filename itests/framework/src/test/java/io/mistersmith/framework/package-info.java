/** Bundles of ours on plain Felix, in the process of the test: seconds, not a container. */
@NullMarked
package io.mistersmith.framework;

import org.jspecify.annotations.NullMarked;
