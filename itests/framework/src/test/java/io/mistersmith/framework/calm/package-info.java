/** Made into a plugin bundle by a test. */
@NullMarked
package io.mistersmith.framework.calm;

import org.jspecify.annotations.NullMarked;
