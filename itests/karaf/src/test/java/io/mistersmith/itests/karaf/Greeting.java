package io.mistersmith.itests.karaf;

import io.mistersmith.event.EventType;
import io.mistersmith.event.Subject;

/** What the tests publish. */
@EventType("karaf.greeted")
record Greeting(@Subject String name) {}
