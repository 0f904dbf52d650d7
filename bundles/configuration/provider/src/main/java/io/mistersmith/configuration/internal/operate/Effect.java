package io.mistersmith.configuration.internal.operate;

import java.util.List;

/**
 * What a change of a PID does to somebody who is configured by it.
 *
 * @param what the component, the managed service, or a binding
 * @param bundle whose it is
 * @param happens as {@code restarts, it has no @Modified}
 * @param services what is gone for a moment with it
 * @param users the bundles that use those now
 */
public record Effect(String what, String bundle, String happens, List<String> services, List<String> users) {}
