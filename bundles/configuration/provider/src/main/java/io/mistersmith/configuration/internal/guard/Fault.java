package io.mistersmith.configuration.internal.guard;

/**
 * A value that cannot take effect.
 *
 * @param value as it is to be shown, unless it is secret
 * @param reason as {@code is not true or false}
 */
record Fault(String key, String value, String reason, boolean secret) {}
