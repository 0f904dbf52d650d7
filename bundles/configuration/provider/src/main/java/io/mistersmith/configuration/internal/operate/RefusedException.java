package io.mistersmith.configuration.internal.operate;

/** A change that was not made: values that the guard refuses, or a name that nothing has. The message says what to do. */
public final class RefusedException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public RefusedException(String message) {
        super(message);
    }
}
