/** What an operator does with settings: look, change, go back, each step kept in the history. */
@NullMarked
package io.mistersmith.configuration.internal.operate;

import org.jspecify.annotations.NullMarked;
