@NullMarked
package io.mistersmith.eventbus.internal.core;

import org.jspecify.annotations.NullMarked;
