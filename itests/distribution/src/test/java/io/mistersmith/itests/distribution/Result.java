package io.mistersmith.itests.distribution;

import java.util.List;

/**
 * What a command said and how it ended.
 *
 * @param command its arguments
 * @param status its exit status
 * @param out what it printed
 * @param err what it printed as errors
 */
record Result(List<String> command, int status, String out, String err) {

    /** Its output, if it ended well. */
    String expectSuccess() {
        if (status != 0) {
            throw new AssertionError(this);
        }
        return out;
    }

    /** Everything it printed, without the last line end. */
    String text() {
        return (out + err).strip();
    }

    @Override
    public String toString() {
        return "status " + status + " of " + String.join(" ", command) + "\n" + out + err;
    }
}
