/** Runs health checks: which are asked, on which thread, for how long, and how long an answer is used; plain classes. */
@NullMarked
package io.mistersmith.health.internal.execution;

import org.jspecify.annotations.NullMarked;
