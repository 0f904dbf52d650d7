@NullMarked
package io.mistersmith.gateway.internal;

import org.jspecify.annotations.NullMarked;
