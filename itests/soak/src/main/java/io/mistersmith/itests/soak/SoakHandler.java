package io.mistersmith.itests.soak;

import io.mistersmith.eventbus.EventContext;
import io.mistersmith.eventbus.EventHandler;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes {@code handled NAME POSITION ID KEY ATTEMPT} for each call that succeeds. One call in 50 throws, and at most the
 * first three calls for an event do, so that none is parked; one in 100 takes up to 300 ms.
 */
abstract class SoakHandler implements EventHandler<Soaked> {

    private static final int CALLS_THAT_MAY_FAIL = 3;

    private final String name;

    SoakHandler(String name) {
        this.name = name;
    }

    @Override
    public void handle(Soaked soaked, EventContext context) throws Exception {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        if (random.nextInt(100) == 0) {
            Thread.sleep(random.nextInt(300)); // this is what a slow call does
        }
        if (context.attempt() <= CALLS_THAT_MAY_FAIL && random.nextInt(50) == 0) {
            throw new IllegalStateException("fails at random");
        }
        SoakLog.write("handled " + name + " " + context.position().orElseThrow() + " "
                + context.event().id() + " " + soaked.key() + " " + context.attempt());
    }
}
