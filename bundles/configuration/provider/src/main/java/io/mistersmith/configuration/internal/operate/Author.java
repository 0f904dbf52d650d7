package io.mistersmith.configuration.internal.operate;

/**
 * Who or what changes settings, and how.
 *
 * @param by as {@code smith}, {@code file (root)} or {@code bundle org.example.setup}
 * @param how the command, or the way
 */
public record Author(String by, String how) {}
