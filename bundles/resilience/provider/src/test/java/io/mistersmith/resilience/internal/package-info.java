@NullMarked
package io.mistersmith.resilience.internal;

import org.jspecify.annotations.NullMarked;
