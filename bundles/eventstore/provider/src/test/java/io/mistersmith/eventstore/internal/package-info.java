@NullMarked
package io.mistersmith.eventstore.internal;

import org.jspecify.annotations.NullMarked;
