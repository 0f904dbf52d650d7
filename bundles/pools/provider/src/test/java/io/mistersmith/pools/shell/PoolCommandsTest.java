package io.mistersmith.pools.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mistersmith.pools.Lease;
import io.mistersmith.pools.internal.ManagedPool;
import io.mistersmith.pools.internal.PoolSet;
import io.mistersmith.pools.internal.engine.Borrower;
import io.mistersmith.pools.internal.engine.Maker;
import io.mistersmith.pools.internal.engine.PoolEngine;
import io.mistersmith.pools.internal.engine.PoolSettings;
import io.mistersmith.testkit.ShellConsole;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** {@code pool:*} and what completes their arguments. */
class PoolCommandsTest {

    private static final Duration LONG = Duration.ofSeconds(10);

    private final ShellConsole console = new ShellConsole();
    private final PoolSet pools = new PoolSet();
    private final PoolEngine<String> orders = new PoolEngine<>("orders", new Texts(), PoolSettings.of(0, 4));
    private final Borrower shop = new Borrower("shop 1.0.0");

    PoolCommandsTest() {
        pools.add(ManagedPool.of("generic", orders));
    }

    @Test
    void listShowsEachPool() throws Exception {
        orders.acquire(shop, LONG).close();
        ListCommand list = new ListCommand();
        list.pools = pools;
        list.session = console.session();

        assertThat(console.run(list)).contains("orders", "generic", "timeouts");
        list.json = true;
        assertThat(console.run(list))
                .isEqualTo(
                        "[{\"pool\":\"orders\",\"kind\":\"generic\",\"min\":0,\"max\":4,\"size\":1,\"active\":0,"
                                + "\"idle\":1,\"waiting\":0,\"acquired\":1,\"timeouts\":0,\"leaks\":0,\"lastFailure\":null}]\n");
    }

    @Test
    void showTellsAllFiguresOfOne() throws Exception {
        ShowCommand show = new ShowCommand();
        show.pools = pools;
        show.session = console.session();
        show.pool = "orders";

        assertThat(console.run(show)).contains("createFailures", "reclaimed");
        show.json = true;
        assertThat(console.run(show)).startsWith("{\"pool\":\"orders\",").contains("\"unhealthy\":0");
        show.pool = "Orders";
        assertThatIllegalArgumentException()
                .isThrownBy(show::execute)
                .withMessage("No pool \"Orders\"; there are orders.");
    }

    @Test
    void holdersTellsWhoAndWhere() throws Exception {
        HoldersCommand holders = new HoldersCommand();
        holders.pools = pools;
        holders.session = console.session();
        holders.pool = "orders";
        assertThat(console.run(holders)).isEqualTo("Nothing of pool orders is borrowed.\n");
        Lease<String> lease = orders.acquire(shop, LONG);

        assertThat(console.run(holders)).startsWith("shop 1.0.0  ").contains(" ms  ", "    at ", "PoolCommandsTest");
        holders.json = true;
        assertThat(console.run(holders))
                .startsWith("[{\"bundle\":\"shop 1.0.0\",")
                .contains("\"overdue\":false");
        lease.close();
    }

    @Test
    void resizeHoldsUntilTheSettingsChange() throws Exception {
        ResizeCommand resize = new ResizeCommand();
        resize.pools = pools;
        resize.session = console.session();
        resize.pool = "orders";
        resize.min = 1;
        resize.max = 2;

        assertThat(console.run(resize))
                .isEqualTo("pool orders has 1 to 2 resources until its settings change; cfg:set makes it last\n");
        resize.json = true;
        assertThat(console.run(resize)).isEqualTo("[{\"pool\":\"orders\",\"min\":1,\"max\":2,\"size\":1}]\n");
        resize.min = 3;
        assertThatIllegalArgumentException()
                .isThrownBy(resize::execute)
                .withMessage("min.size=3 is not within 0..max.size=2 resources");
    }

    @Test
    void evictAndDrainTellWhatTheyDid() throws Exception {
        EvictCommand evict = new EvictCommand();
        evict.pools = pools;
        evict.session = console.session();
        evict.pool = "orders";
        DrainCommand drain = new DrainCommand();
        drain.pools = pools;
        drain.session = console.session();
        drain.pool = "orders";
        orders.acquire(shop, LONG).close();

        assertThat(console.run(evict)).isEqualTo("destroyed 1 idle resources of pool orders\n");
        evict.json = true;
        assertThat(console.run(evict)).isEqualTo("[{\"pool\":\"orders\",\"evicted\":0}]\n");
        assertThat(console.run(drain)).isEqualTo("replaced what was idle in pool orders\n");
        Lease<String> lease = orders.acquire(shop, LONG);
        assertThat(console.run(drain))
                .isEqualTo("replaced what was idle in pool orders; 1 borrowed ones follow when they come back, see"
                        + " pool:holders orders\n");
        drain.json = true;
        assertThat(console.run(drain)).isEqualTo("[{\"pool\":\"orders\",\"borrowed\":1}]\n");
        lease.close();
    }

    private static final class Texts implements Maker<String> {

        @Override
        public String make() {
            return "text";
        }

        @Override
        public boolean healthy(String resource) {
            return true;
        }

        @Override
        public void destroy(String resource) {}

        @Override
        public boolean immediate() {
            return true;
        }
    }
}
