/**
 * What every engine of the store shares and no database knows: encoding, keys, the bounded queue in front of the committer,
 * the events committed last, and how completions leave it.
 */
@NullMarked
package io.mistersmith.eventstore.internal.engine;

import org.jspecify.annotations.NullMarked;
