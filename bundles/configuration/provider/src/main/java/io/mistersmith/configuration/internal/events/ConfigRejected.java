package io.mistersmith.configuration.internal.events;

import io.mistersmith.event.EventType;
import io.mistersmith.event.Subject;

/**
 * A value, or a whole file, was refused; the last good values stay. Published in memory. A subscriber declares a record of its
 * own with the same type and components.
 *
 * @param file as {@code home/etc/io.mistersmith.eventbus.cfg}, the environment variable, or the PID
 * @param line from 1; 0 when there is none
 * @param key empty when the whole file is meant
 * @param reason without the value, which may be a secret
 */
@EventType("config.rejected")
public record ConfigRejected(@Subject String pid, String file, int line, String key, String reason) {}
