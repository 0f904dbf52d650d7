/**
 * The distribution from outside. {@link io.mistersmith.itests.distribution.Container} is one container as a process;
 * {@link io.mistersmith.itests.distribution.SharedContainer} is one that all test classes may ask and none may break.
 */
@NullMarked
package io.mistersmith.itests.distribution;

import org.jspecify.annotations.NullMarked;
