/** What both kinds of subscriptions stand on: work that runs on pools, lanes that keep order, and options. */
@NullMarked
package io.mistersmith.eventbus.internal.core;

import org.jspecify.annotations.NullMarked;
