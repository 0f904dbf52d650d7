package io.mistersmith.plugincode.support;

import java.time.Duration;

/**
 * A call that its caller no longer waits for, although it has not returned.
 *
 * @param code that was called
 * @param age time since the call began
 */
public record AbandonedCall(PluginCode code, Duration age) {}
