@NullMarked
package io.mistersmith.eventstore.internal.sqlite;

import org.jspecify.annotations.NullMarked;
