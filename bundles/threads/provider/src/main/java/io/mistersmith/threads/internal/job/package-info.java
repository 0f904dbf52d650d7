/** What is given to pools: jobs with a result and a time, and timers; and all pools of this container. */
@NullMarked
package io.mistersmith.threads.internal.job;

import org.jspecify.annotations.NullMarked;
