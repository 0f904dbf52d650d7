/** One pool: who is admitted, the queue, the threads, and a task on its way. */
@NullMarked
package io.mistersmith.threads.internal.engine;

import org.jspecify.annotations.NullMarked;
