/** Lifecycle in a framework of its own, in the test's process. */
@NullMarked
package io.mistersmith.lifecycle.internal.framework;

import org.jspecify.annotations.NullMarked;
