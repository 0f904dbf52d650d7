/** A plugin that leaves behind what it can, for the leak test. */
package io.mistersmith.itests.leaky;
