package io.mistersmith.configuration.internal.files;

/**
 * Something in the text of a file that it is refused for, or warned of.
 *
 * @param line from 1; 0 when the whole file is meant
 * @param key empty when none is meant
 * @param value as it is written; empty when it shall not be shown
 * @param reason as {@code has no key}
 * @param unreadable whether File Install fails at it, so that nobody would hear of the file
 */
public record TextFault(int line, String key, String value, String reason, boolean unreadable) {

    TextFault(int line, String reason) {
        this(line, "", "", reason, false);
    }
}
