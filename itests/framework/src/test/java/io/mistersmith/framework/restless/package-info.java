/** Made into a plugin bundle by a test. */
@NullMarked
package io.mistersmith.framework.restless;

import org.jspecify.annotations.NullMarked;
