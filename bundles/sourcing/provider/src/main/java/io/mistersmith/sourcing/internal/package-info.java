@NullMarked
package io.mistersmith.sourcing.internal;

import org.jspecify.annotations.NullMarked;
