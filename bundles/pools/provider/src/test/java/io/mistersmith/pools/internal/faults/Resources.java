package io.mistersmith.pools.internal.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * What this JVM uses.
 *
 * @param threads that live
 * @param files open descriptors, sockets among them
 * @param heap bytes, garbage included
 */
record Resources(int threads, long files, long heap) {

    static Resources now() {
        Runtime runtime = Runtime.getRuntime();
        return new Resources(
                ManagementFactory.getThreadMXBean().getThreadCount(),
                ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount(),
                runtime.totalMemory() - runtime.freeMemory());
    }

    /** As {@link #now}, after the garbage is gone. */
    static Resources live() {
        System.gc();
        return now();
    }

    Resources max(Resources other) {
        return new Resources(
                Math.max(threads, other.threads), Math.max(files, other.files), Math.max(heap, other.heap));
    }

    void assertNotMuchMoreThan(Resources before, int moreThreads, int moreFiles) {
        assertThat(threads).as("threads").isLessThan(before.threads + moreThreads);
        assertThat(files).as("files").isLessThan(before.files + moreFiles);
    }

    @Override
    public String toString() {
        return threads + " threads, " + files + " files, " + (heap >> 20) + " MB";
    }
}
