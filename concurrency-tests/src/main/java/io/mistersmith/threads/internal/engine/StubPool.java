package io.mistersmith.threads.internal.engine;

import java.time.Duration;

/** A pool that never runs what it is given: the stress tests do. */
final class StubPool {

    static final CorePool POOL =
            new CorePool("stub", new PoolSettings(1, 1, Duration.ofSeconds(1), 0), (size, workers) -> new Engine() {
                @Override
                public void execute(PoolTask task) {}

                @Override
                public boolean remove(PoolTask task) {
                    return false;
                }

                @Override
                public void withdraw(Owner owner) {}

                @Override
                public void resize(PoolSettings settings) {}

                @Override
                public void renew() {}

                @Override
                public void shutdown() {}

                @Override
                public boolean awaitEnd(long nanos) {
                    return true;
                }

                @Override
                public void shutdownNow() {}
            });

    private StubPool() {}
}
