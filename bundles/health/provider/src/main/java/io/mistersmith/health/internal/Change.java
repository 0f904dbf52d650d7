package io.mistersmith.health.internal;

/** A status that is another than before. */
record Change(String name, Health from, Health to, String cause) {}
