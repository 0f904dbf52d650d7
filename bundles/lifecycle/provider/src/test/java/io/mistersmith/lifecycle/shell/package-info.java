@NullMarked
package io.mistersmith.lifecycle.shell;

import org.jspecify.annotations.NullMarked;
