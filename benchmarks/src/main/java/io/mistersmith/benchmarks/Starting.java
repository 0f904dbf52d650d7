package io.mistersmith.benchmarks;

/**
 * Question: what does Mister Smith add to the start of the Karaf it stands on?
 *
 * <p>Rival: Karaf of the same version with its own scripts and configuration and the same features of Karaf's, until its
 * boot features are there, its last start level is reached, and HTTP and ssh answer. Both sides are measured from the call of the start script. A good number is at most 1.3.
 */
final class Starting {

    private Starting() {}

    /** Seconds from the launcher to READY and answers of HTTP and ssh, with a new home or with one that ran before. */
    static double ours(boolean again) throws Exception {
        try (Home home = new Home(Home.install())) {
            if (again) {
                home.start();
                home.stop();
            }
            long began = System.nanoTime();
            home.launch();
            return seconds(began);
        }
    }

    /** Seconds from the script to the same point. */
    static double peer(boolean again) throws Exception {
        try (PlainKaraf karaf = new PlainKaraf(Home.install())) {
            if (again) {
                karaf.start();
                karaf.stop();
            }
            long began = System.nanoTime();
            karaf.start();
            return seconds(began);
        }
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }
}
