/** Secrets that settings name instead of holding them. Knows no OSGi. */
@NullMarked
package io.mistersmith.configuration.internal.secrets;

import org.jspecify.annotations.NullMarked;
