/** Takes events out of request bodies and says what became of them. Knows neither servlets nor OSGi. */
@NullMarked
package io.mistersmith.gateway.internal.intake;

import org.jspecify.annotations.NullMarked;
