@NullMarked
package io.mistersmith.eventbus.internal.durable;

import org.jspecify.annotations.NullMarked;
