package io.mistersmith.lifecycle.internal.plugins;

/** A component whose constructor throws. */
public final class ThrowingComponent {

    /** Throws. */
    public ThrowingComponent() {
        throw new IllegalStateException("no licence");
    }
}
