/**
 * Guarded calls into plugins, and guarded reading of what they throw.
 *
 * <p>A plugin may throw any {@link Throwable}, leave the thread interrupted, replace its context class loader, or never return;
 * and the methods of what it throws are its code as well. Every component that calls code of a plugin does so through
 * {@link io.mistersmith.plugincode.support.PluginCalls}, and every component that logs, stores or shows what such code threw
 * reads it with {@link io.mistersmith.plugincode.support.ThrowableReader}:
 *
 * <ul>
 *   <li>configuration: validators, listeners, drain hooks, converting constructors
 *   <li>event: codecs, through constructors and accessors of payloads
 *   <li>eventbus: handlers, converters
 *   <li>eventstore: callbacks
 *   <li>health: health checks
 *   <li>lifecycle: activators, ready conditions, summary lines
 *   <li>metrics: suppliers of gauges and counters, exporters
 *   <li>pools: factories, hooks, validation
 *   <li>resilience: predicates, listeners
 *   <li>sourcing: projections
 *   <li>threads: tasks that failed
 * </ul>
 *
 * <p>The package depends on the JDK alone. bnd copies it privately into each bundle that uses it
 * ({@code -conditionalpackage}), so its types never appear in an API.
 */
@NullMarked
package io.mistersmith.plugincode.support;

import org.jspecify.annotations.NullMarked;
