@NullMarked
package io.mistersmith.threads.shell;

import org.jspecify.annotations.NullMarked;
