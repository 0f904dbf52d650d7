/** What is wrong and what to do, and a dump for whoever looks at it elsewhere; plain classes. */
@NullMarked
package io.mistersmith.health.internal.report;

import org.jspecify.annotations.NullMarked;
