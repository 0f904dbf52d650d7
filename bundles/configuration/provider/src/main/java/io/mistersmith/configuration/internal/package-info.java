/** The configuration guard and the services around it: plain classes, and the activator that wires them. */
@NullMarked
package io.mistersmith.configuration.internal;

import org.jspecify.annotations.NullMarked;
