/** HTTP for the container: servlets and their wiring. What happens to what comes in is in {@code intake}. */
@NullMarked
package io.mistersmith.gateway.internal;

import org.jspecify.annotations.NullMarked;
