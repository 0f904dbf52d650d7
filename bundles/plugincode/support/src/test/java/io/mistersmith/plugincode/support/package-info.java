@NullMarked
package io.mistersmith.plugincode.support;

import org.jspecify.annotations.NullMarked;
