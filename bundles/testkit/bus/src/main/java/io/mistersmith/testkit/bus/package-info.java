/** The real event bus and projections for tests, driven by hand: nothing happens before the test says so. */
@NullMarked
package io.mistersmith.testkit.bus;

import org.jspecify.annotations.NullMarked;
