/** What a bundle's metatype says about its configuration: read from its XML, and checked against values. Knows no OSGi. */
@NullMarked
package io.mistersmith.configuration.internal.schema;

import org.jspecify.annotations.NullMarked;
