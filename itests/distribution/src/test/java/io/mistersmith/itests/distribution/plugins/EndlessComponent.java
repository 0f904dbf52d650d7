package io.mistersmith.itests.distribution.plugins;

/** A component whose activation never comes back. */
public final class EndlessComponent {

    /** Named in the description of the component. */
    public void activate() {
        Endless.run();
    }
}
