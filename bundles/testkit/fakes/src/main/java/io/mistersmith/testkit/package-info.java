/** Fakes for tests: manual clock and pools, a store in memory, an event collector, and the contract tests of the APIs. */
@NullMarked
package io.mistersmith.testkit;

import org.jspecify.annotations.NullMarked;
