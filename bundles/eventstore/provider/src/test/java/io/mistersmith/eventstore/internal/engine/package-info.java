@NullMarked
package io.mistersmith.eventstore.internal.engine;

import org.jspecify.annotations.NullMarked;
