@NullMarked
package io.mistersmith.lifecycle.internal.deploy;

import org.jspecify.annotations.NullMarked;
