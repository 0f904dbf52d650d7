@NullMarked
package io.mistersmith.sourcing.shell;

import org.jspecify.annotations.NullMarked;
