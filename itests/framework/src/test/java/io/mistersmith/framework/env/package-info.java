/** Made into a plugin bundle by a test. */
@NullMarked
package io.mistersmith.framework.env;

import org.jspecify.annotations.NullMarked;
