@NullMarked
package io.mistersmith.lifecycle.internal.exit;

import org.jspecify.annotations.NullMarked;
