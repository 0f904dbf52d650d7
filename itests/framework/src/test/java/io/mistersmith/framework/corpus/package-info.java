/** Made into a plugin bundle by a test. */
@NullMarked
package io.mistersmith.framework.corpus;

import org.jspecify.annotations.NullMarked;
