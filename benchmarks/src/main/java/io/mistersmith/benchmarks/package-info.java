/** Ours beside the peers. {@link io.mistersmith.benchmarks.Compare} runs every side in a JVM of its own, in turns. */
@NullMarked
package io.mistersmith.benchmarks;

import org.jspecify.annotations.NullMarked;
