@NullMarked
package io.mistersmith.lifecycle.internal;

import org.jspecify.annotations.NullMarked;
