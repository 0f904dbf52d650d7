/**
 * What happens to the jars of {@code deploy/}: seen by {@link io.mistersmith.lifecycle.internal.deploy.FolderScan}, decided by
 * {@link io.mistersmith.lifecycle.internal.deploy.Plan}, kept by {@link io.mistersmith.lifecycle.internal.deploy.Deployment},
 * done through {@link io.mistersmith.lifecycle.internal.deploy.PluginHost}. Knows no OSGi but its versions.
 */
@NullMarked
package io.mistersmith.lifecycle.internal.deploy;

import org.jspecify.annotations.NullMarked;
