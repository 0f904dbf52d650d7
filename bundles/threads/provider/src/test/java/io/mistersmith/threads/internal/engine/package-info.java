@NullMarked
package io.mistersmith.threads.internal.engine;

import org.jspecify.annotations.NullMarked;
