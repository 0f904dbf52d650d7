@NullMarked
package io.mistersmith.resilience.internal.core;

import org.jspecify.annotations.NullMarked;
