@NullMarked
package io.mistersmith.benchmarks;

import org.jspecify.annotations.NullMarked;
