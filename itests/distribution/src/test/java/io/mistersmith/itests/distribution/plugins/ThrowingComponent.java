package io.mistersmith.itests.distribution.plugins;

/** A component that throws when it is activated. */
public final class ThrowingComponent {

    /** Named in the description of the component. */
    public void activate() {
        if (!Boolean.getBoolean("mistersmith.test.licence")) {
            throw new IllegalStateException("no licence");
        }
    }
}
