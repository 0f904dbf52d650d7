package io.mistersmith.itests.distribution.plugins;

import java.util.concurrent.CountDownLatch;

/** What never comes back, and does not listen to interrupts. */
final class Endless {

    private Endless() {}

    static void run() {
        CountDownLatch never = new CountDownLatch(1);
        while (never.getCount() > 0) {
            try {
                never.await();
            } catch (InterruptedException unheard) {
                // goes on, as bad plugins do
            }
        }
    }
}
