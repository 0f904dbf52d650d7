@NullMarked
package io.mistersmith.concurrency;

import org.jspecify.annotations.NullMarked;
