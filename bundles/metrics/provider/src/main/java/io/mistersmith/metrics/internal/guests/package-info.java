/** What libraries put into Dropwizard's registry, shown as ours are. */
@NullMarked
package io.mistersmith.metrics.internal.guests;

import org.jspecify.annotations.NullMarked;
