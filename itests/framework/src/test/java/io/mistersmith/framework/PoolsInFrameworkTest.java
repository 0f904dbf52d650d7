package io.mistersmith.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.mistersmith.pools.Lease;
import io.mistersmith.pools.ResourceFactory;
import io.mistersmith.pools.ResourceHook;
import io.mistersmith.pools.ResourcePool;
import io.mistersmith.pools.ResourcePools;
import io.mistersmith.pools.SecurityContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Hashtable;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceRegistration;

/** Pools as files and services: they come, change below their users, and go. */
class PoolsInFrameworkTest {

    private static final Duration LONG = Duration.ofSeconds(10);
    private static final String CFG = "io.mistersmith.pools.generic-widgets.cfg";
    private static final String NAMED = "(pool.name=widgets)";

    private final TestFramework framework;
    private final Queue<Object> destroyed = new ConcurrentLinkedQueue<>();

    PoolsInFrameworkTest(@TempDir Path folder) throws BundleException, IOException {
        framework = TestFramework.open(
                folder.toRealPath().resolve("home"),
                "io.mistersmith.threads.provider",
                "io.mistersmith.pools.provider");
    }

    @AfterEach
    void close() throws BundleException {
        framework.close();
    }

    private ServiceRegistration<?> factory(String name) {
        return framework
                .context()
                .registerService(
                        ResourceFactory.class, new Things(name), new Hashtable<>(Map.of(ResourceFactory.NAME, name)));
    }

    @SuppressWarnings("unchecked") // this pool lends texts
    private ResourcePool<String> pool() {
        return framework.service(ResourcePool.class, NAMED);
    }

    @Test
    void aPoolComesChangesAndGoesWithItsFile() throws Exception {
        factory("widgets");
        framework.save(CFG, "max.size=1\nuser=ann\n");
        ResourcePool<String> pool = pool();
        Lease<String> lease = pool.acquire(LONG);
        assertThat(lease.get()).isEqualTo("widgets 1 for ann");

        framework.save(CFG, "max.size=3\nuser=ann\n");
        await().until(() -> pool.status().max() == 3);
        framework.save(CFG, "max.size=3\nmin.size=4\n"); // refused
        framework.save("io.mistersmith.pools.generic-later.cfg", "max.size=1\n"); // looked at after the other
        framework.service(ResourcePool.class, "(pool.name=later)");
        assertThat(pool.status().min()).isZero();
        assertThat(lease.get()).as("still borrowed").isEqualTo("widgets 1 for ann");

        Files.delete(framework.etc(CFG));
        await().until(() -> framework
                .context()
                .getServiceReferences(ResourcePool.class, NAMED)
                .isEmpty());
        assertThat(lease.get()).as("has time to end").isEqualTo("widgets 1 for ann");
        lease.close();
        await().until(() -> destroyed.contains("widgets 1 for ann"));
    }

    @Test
    void aPoolWaitsForItsFactoryAndReplacesWhatAnOlderOneMade() throws Exception {
        framework.save(CFG, "factory=things\n");
        ResourcePool<String> pool = pool();
        var waiting = pool.acquireAsync().toCompletableFuture();

        ServiceRegistration<?> first = factory("things");
        assertThat(waiting).succeedsWithin(LONG);
        String made = waiting.join().get();
        waiting.join().close();
        first.unregister();

        await().until(() -> destroyed.contains(made));
        factory("things");
        Lease<String> next = pool.acquire(LONG);
        assertThat(next.get()).startsWith("things");
        next.close();
    }

    @Test
    void whatAStoppedBundleHoldsIsTakenBack() throws Exception {
        factory("widgets");
        framework.save(CFG, "max.size=1\n");
        ResourcePools operators = framework.service(ResourcePools.class);
        await().until(() -> operators.pools().size() == 1);
        Bundle borrower = framework.install(40, "io.mistersmith.resilience.provider");
        var reference = borrower.getBundleContext().getServiceReference(ResourcePool.class);
        ResourcePool<?> pool = borrower.getBundleContext().getService(reference);
        Lease<?> lease = pool.acquire(LONG);
        assertThat(operators.holders("widgets").get(0).bundle()).startsWith("io.mistersmith.resilience.provider ");

        borrower.stop();

        assertThat(operators.pool("widgets").reclaimed()).isEqualTo(1);
        assertThatIllegalStateException().isThrownBy(lease::get).withMessageContaining("its bundle stopped");
        assertThatIllegalStateException().isThrownBy(() -> pool.acquire(LONG));
    }

    @Test
    void hooksWatchThePoolsTheyName() throws Exception {
        AtomicInteger seen = new AtomicInteger();
        framework
                .context()
                .registerService(
                        ResourceHook.class,
                        new ResourceHook() {
                            @Override
                            public void onAcquire(String pool, Object resource) {
                                seen.incrementAndGet();
                            }
                        },
                        new Hashtable<>(Map.of(ResourcePool.POOL_NAME, new String[] {"widgets"})));
        factory("widgets");
        framework.save(CFG, "max.size=1\n");
        framework.save("io.mistersmith.pools.generic-other.cfg", "max.size=1\nfactory=widgets\n");

        pool().acquire(LONG).close();
        framework.service(ResourcePool.class, "(pool.name=other)").acquire(LONG).close();

        assertThat(seen).hasValue(1);
    }

    private final class Things implements ResourceFactory<String> {

        private final String name;
        private final AtomicInteger made = new AtomicInteger();

        Things(String name) {
            this.name = name;
        }

        @Override
        public String create(SecurityContext security) {
            return name + " " + made.incrementAndGet() + " for " + security.user();
        }

        @Override
        public void destroy(String resource) {
            destroyed.add(resource);
        }
    }
}
