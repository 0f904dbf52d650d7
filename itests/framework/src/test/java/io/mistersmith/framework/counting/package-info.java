/** Made into a plugin bundle by a test. */
@NullMarked
package io.mistersmith.framework.counting;

import org.jspecify.annotations.NullMarked;
