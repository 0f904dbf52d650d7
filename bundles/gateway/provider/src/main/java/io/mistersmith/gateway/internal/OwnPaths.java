package io.mistersmith.gateway.internal;

/** Paths that the gateway serves, as its servlets are mapped. */
final class OwnPaths {

    static final String EVENTS = "/events";
    static final String HEALTH = "/health";
    static final String ALL_HEALTH = "/health/*";
    static final String READY = "/ready";
    static final String LIVEZ = "/livez";
    static final String READYZ = "/readyz";

    private OwnPaths() {}

    /** Returns true if a servlet of the gateway is mapped to this path whenever the gateway is complete. */
    static boolean contains(String path) {
        return switch (path) {
            case EVENTS, HEALTH, READY, LIVEZ, READYZ -> true;
            default -> path.startsWith(HEALTH + "/");
        };
    }
}
