package io.mistersmith.configuration.internal.guard;

import io.mistersmith.configuration.internal.files.UrlPasswords;

/**
 * A value that cannot take effect.
 *
 * @param value as it is to be shown, unless it is secret
 * @param reason as {@code is not true or false}
 */
record Fault(String key, String value, String reason, boolean secret) {

    private static final String IN_LIST = "has a bad value";

    Fault {
        reason = (secret || UrlPasswords.isIn(value)) && reason.startsWith(IN_LIST) ? IN_LIST : reason;
    }

    /** Secret, if it is not yet and this says so. */
    Fault hiddenIf(boolean alsoSecret) {
        return alsoSecret && !secret ? new Fault(key, value, reason, true) : this;
    }
}
