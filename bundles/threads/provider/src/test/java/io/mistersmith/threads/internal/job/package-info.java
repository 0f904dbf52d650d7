@NullMarked
package io.mistersmith.threads.internal.job;

import org.jspecify.annotations.NullMarked;
