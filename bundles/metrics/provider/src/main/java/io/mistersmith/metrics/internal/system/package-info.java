/** Meters about what surrounds us: the JVM, the framework, the process. */
@NullMarked
package io.mistersmith.metrics.internal.system;

import org.jspecify.annotations.NullMarked;
