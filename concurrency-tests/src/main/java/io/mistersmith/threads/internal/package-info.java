@NullMarked
package io.mistersmith.threads.internal;

import org.jspecify.annotations.NullMarked;
