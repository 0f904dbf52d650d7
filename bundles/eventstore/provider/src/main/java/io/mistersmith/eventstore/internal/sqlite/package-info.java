/** The engine on SQLite: one writer connection with group commit, and readers. Knows no OSGi. */
@NullMarked
package io.mistersmith.eventstore.internal.sqlite;

import org.jspecify.annotations.NullMarked;
