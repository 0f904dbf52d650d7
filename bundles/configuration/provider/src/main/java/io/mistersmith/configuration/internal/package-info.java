@NullMarked
package io.mistersmith.configuration.internal;

import org.jspecify.annotations.NullMarked;
