@NullMarked
package io.mistersmith.resilience.shell;

import org.jspecify.annotations.NullMarked;
