@NullMarked
package io.mistersmith.lifecycle.internal.ready;

import org.jspecify.annotations.NullMarked;
