/** What the commands of every concern share: rows printed as a table for people, or as JSON for programs. */
@NullMarked
package io.mistersmith.shell.support;

import org.jspecify.annotations.NullMarked;
