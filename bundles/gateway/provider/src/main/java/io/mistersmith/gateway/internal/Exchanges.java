package io.mistersmith.gateway.internal;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The requests that go on now, so that time passes for them and they end with the gateway. Thread-safe. */
final class Exchanges {

    private final Set<Exchange> open = ConcurrentHashMap.newKeySet();

    void add(Exchange exchange) {
        open.add(exchange);
    }

    void remove(Exchange exchange) {
        open.remove(exchange);
    }

    int size() {
        return open.size();
    }

    /** Lets time pass for each; called about once a second. */
    void tick() {
        open.forEach(Exchange::tick);
    }

    void close() {
        open.forEach(Exchange::close);
    }
}
