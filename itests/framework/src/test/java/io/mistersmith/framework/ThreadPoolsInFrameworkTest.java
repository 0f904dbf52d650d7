package io.mistersmith.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mistersmith.framework.leaving.Leaving;
import io.mistersmith.threads.PoolMonitor;
import io.mistersmith.threads.PoolRejectedException;
import io.mistersmith.threads.PoolStatus;
import io.mistersmith.threads.ThreadPools;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/** Thread pools as bundles and operators meet them: tasks that end with their bundle, pools that are files. */
class ThreadPoolsInFrameworkTest {

    private final Path home;
    private final TestFramework framework;

    ThreadPoolsInFrameworkTest(@TempDir Path folder) throws BundleException, IOException {
        home = folder.toRealPath().resolve("home");
        framework = TestFramework.open(home, "io.mistersmith.threads.provider");
        framework.save("io.mistersmith.threads.cfg", "io.size=8\nstop.grace.ms=300\n");
        framework.save("io.mistersmith.threads.pool-single.cfg", "size=1\n");
        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(pools().named("single").name()).isEqualTo("single"));
    }

    @AfterEach
    void close() throws BundleException {
        framework.close();
    }

    @Test
    void whatABundleGaveEndsWhenItStopsAndItsClassesAreFree() throws Exception {
        Bundle plugin = framework.deploy(TestBundles.build(home.resolve("deploy"), "leaving", "1.0.0", Leaving.class));
        AtomicLongArray figures = figures();
        WeakReference<ClassLoader> loader =
                new WeakReference<>(plugin.adapt(BundleWiring.class).getClassLoader());
        await().until(() -> figures.get(0) == 1 && figures.get(3) > 2 && figures.get(5) == 2);

        plugin.stop();

        await().untilAsserted(() -> {
            assertThat(figures.get(1)).as("running tasks interrupted").isEqualTo(1);
            assertThat(figures.get(4)).as("jobs ended").isEqualTo(1);
        });
        assertThat(figures.get(2)).as("queued tasks that ran").isZero();
        long runs = figures.get(3);
        List<String> later = Collections.synchronizedList(new ArrayList<>());
        pools().named("single").execute(() -> later.add("ran"));
        await().untilAsserted(() -> assertThat(later).containsExactly("ran"));
        assertThat(figures.get(3)).as("runs of its timer").isEqualTo(runs);

        plugin.uninstall();
        framework.context().getBundle(0).adapt(FrameworkWiring.class).refreshBundles(null);
        await().untilAsserted(() -> {
            System.gc();
            assertThat(loader.get()).as("class loader of the plugin").isNull();
        });
    }

    @Test
    void aNamedPoolComesChangesAndGoesWithItsFileAndLosesNoTask() throws Exception {
        framework.save("io.mistersmith.threads.pool-batch.cfg", "size=1\nqueue.size=5000\nstack.size=262144\n");
        await().ignoreExceptions().until(() -> pools().named("batch") != null);
        CountDownLatch hold = new CountDownLatch(1);
        List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
        pools().named("batch").execute(() -> awaitQuietly(hold));
        IntStream.range(0, 2_000).forEach(i -> pools().named("batch").execute(() -> seen.add(i)));

        framework.save("io.mistersmith.threads.pool-batch.cfg", "size=1\nqueue.size=10\nkeep.alive.ms=500\n");
        await().until(() -> status("batch").queueSize() == 10);
        assertThat(status("batch").queued()).isEqualTo(2_000);
        assertThatThrownBy(() -> pools().named("batch").execute(() -> {}))
                .isInstanceOf(PoolRejectedException.class)
                .hasMessage("Pool full: pool=batch, size=1 threads, queue=10 tasks");
        hold.countDown();
        await().untilAsserted(() -> assertThat(seen).hasSize(2_000));
        assertThat(seen).isSorted();

        Files.delete(framework.etc("io.mistersmith.threads.pool-batch.cfg"));
        await().untilAsserted(() -> assertThatThrownBy(() -> pools().named("batch"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("No pool \"batch\"; available: "));
    }

    @Test
    void aRefusedFileLeavesThePoolAsItWas() throws Exception {
        framework.save("io.mistersmith.threads.pool-single.cfg", "size=0\n");
        framework.save("io.mistersmith.threads.cfg", "io.size=3\nstop.grace.ms=300\n"); // looked at after the other

        await().until(() -> status("io").size() == 3);
        assertThat(status("single").size()).isEqualTo(1);
    }

    @Test
    void eachPoolIsAnExecutorServiceWhoseShutdownEndsNobodyElses() throws Exception {
        ExecutorService executor = framework.service(ExecutorService.class, "(threads.name=single)");
        Bundle other = framework.context().getBundles()[1];
        var reference = other.getBundleContext()
                .getServiceReferences(ExecutorService.class, "(threads.name=single)")
                .iterator()
                .next();
        ExecutorService others = other.getBundleContext().getService(reference);
        assertThat(executor.submit(() -> Thread.currentThread().getName()).get(10, TimeUnit.SECONDS))
                .startsWith("smith-single-");

        executor.shutdown();

        assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> executor.execute(() -> {})).hasMessage("Pool closed: pool=single");
        assertThat(others.submit(() -> "ran").get(10, TimeUnit.SECONDS)).isEqualTo("ran");
    }

    @Test
    void aResizeIsWrittenToTheFileAndInForceWhenItReturns() throws Exception {
        PoolStatus now = framework.service(PoolMonitor.class).resize("io", 5);

        assertThat(now.size()).isEqualTo(5);
        assertThat(Files.readString(framework.etc("io.mistersmith.threads.cfg")))
                .isEqualTo("io.size=5\nstop.grace.ms=300\n");
        assertThat(framework.service(PoolMonitor.class).resize("single", 2).size())
                .isEqualTo(2);
    }

    private ThreadPools pools() {
        return framework.service(ThreadPools.class);
    }

    private PoolStatus status(String name) {
        return framework.service(PoolMonitor.class).pools().stream()
                .filter(pool -> pool.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private AtomicLongArray figures() {
        return (AtomicLongArray)
                framework.service(Supplier.class, "(name=leaving)").get();
    }

    private static void awaitQuietly(CountDownLatch hold) {
        try {
            hold.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
