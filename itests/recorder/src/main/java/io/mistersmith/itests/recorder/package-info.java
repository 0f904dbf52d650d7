/** A plugin that writes down each delivery, for the fault tests to read. */
package io.mistersmith.itests.recorder;
