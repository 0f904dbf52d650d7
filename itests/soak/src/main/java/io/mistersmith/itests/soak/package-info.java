/** A plugin for the soak test: handlers that fail and dawdle, and a component that counts the stages it was given. */
package io.mistersmith.itests.soak;
