/** What the rest of the container is told. Loaded when there is somebody to tell it to. */
@NullMarked
package io.mistersmith.configuration.internal.events;

import org.jspecify.annotations.NullMarked;
