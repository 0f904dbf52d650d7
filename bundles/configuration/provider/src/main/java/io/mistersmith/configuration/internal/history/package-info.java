/** What settings were, and what waits to be confirmed, on disk for the owner only. Knows no OSGi. */
@NullMarked
package io.mistersmith.configuration.internal.history;

import org.jspecify.annotations.NullMarked;
