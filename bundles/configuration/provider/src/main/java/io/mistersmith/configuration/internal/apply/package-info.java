/** When values that were decided take effect. */
@NullMarked
package io.mistersmith.configuration.internal.apply;

import org.jspecify.annotations.NullMarked;
