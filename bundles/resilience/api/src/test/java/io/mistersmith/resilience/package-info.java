@NullMarked
package io.mistersmith.resilience;

import org.jspecify.annotations.NullMarked;
