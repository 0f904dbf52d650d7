@NullMarked
package io.mistersmith.eventstore.shell;

import org.jspecify.annotations.NullMarked;
