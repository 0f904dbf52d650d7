/** Made into a plugin bundle by a test. */
@NullMarked
package io.mistersmith.framework.leaving;

import org.jspecify.annotations.NullMarked;
