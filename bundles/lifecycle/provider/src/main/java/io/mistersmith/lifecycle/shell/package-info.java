/** The commands {@code smith:*} and {@code plugin:*}. */
@NullMarked
package io.mistersmith.lifecycle.shell;

import org.jspecify.annotations.NullMarked;
