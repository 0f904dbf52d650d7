package io.mistersmith.gateway.internal.intake;

/** Counts what became of events. Called on any thread; must be quick. */
public interface Tally {

    /** One event is stored, or was there already. */
    void stored(boolean duplicate);

    /** One event was not taken, or its outcome is unknown. */
    void refused();
}
