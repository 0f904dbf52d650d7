package io.mistersmith.itests.karaf;

import io.mistersmith.eventbus.EventContext;
import io.mistersmith.eventbus.EventHandler;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the names that it was given. */
final class Greetings implements EventHandler<Greeting> {

    private final List<String> names = new CopyOnWriteArrayList<>();

    @Override
    public void handle(Greeting greeting, EventContext context) {
        names.add(greeting.name());
    }

    List<String> names() {
        return names;
    }
}
