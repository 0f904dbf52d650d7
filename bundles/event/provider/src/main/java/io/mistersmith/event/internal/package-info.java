@NullMarked
package io.mistersmith.event.internal;

import org.jspecify.annotations.NullMarked;
