/** One class per kind of check; plain, each looks at one thing of the process and returns at once. */
@NullMarked
package io.mistersmith.health.internal.checks;

import org.jspecify.annotations.NullMarked;
