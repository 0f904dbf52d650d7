/** Error answers of the HTTP port, installed in the server before it accepts connections. */
@NullMarked
package io.mistersmith.gateway.errors.internal;

import org.jspecify.annotations.NullMarked;
