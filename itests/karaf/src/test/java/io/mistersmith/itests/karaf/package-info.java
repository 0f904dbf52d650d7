/**
 * The distribution from inside: how services are wired, seen by a bundle. {@link io.mistersmith.itests.karaf.InContainer}
 * starts one container for all classes; every test runs in it.
 */
@NullMarked
package io.mistersmith.itests.karaf;

import org.jspecify.annotations.NullMarked;
