/** Validators that others bring, asked in bounded time. */
@NullMarked
package io.mistersmith.configuration.internal.rules;

import org.jspecify.annotations.NullMarked;
