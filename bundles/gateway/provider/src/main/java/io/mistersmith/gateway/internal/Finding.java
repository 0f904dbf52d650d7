package io.mistersmith.gateway.internal;

/**
 * What a probe found.
 *
 * @param name the check's; what is missing, when nothing else is known of it
 * @param up whether the container may go on as if all were well
 * @param status {@code healthy}, {@code degraded}, {@code unknown} or {@code unhealthy}; empty when only the name is known
 * @param message what the check says, in one line
 */
record Finding(String name, boolean up, String status, String message) {

    /** Something that is not there. */
    static Finding missing(String line) {
        return new Finding(line, false, "", "");
    }
}
