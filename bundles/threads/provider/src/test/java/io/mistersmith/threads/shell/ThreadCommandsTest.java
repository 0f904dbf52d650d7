package io.mistersmith.threads.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mistersmith.testkit.ShellConsole;
import io.mistersmith.threads.PoolMonitor;
import io.mistersmith.threads.PoolStatus;
import io.mistersmith.threads.PoolThread;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code thread:*} and what completes their arguments. */
class ThreadCommandsTest {

    private static final StackTraceElement FRAME = new StackTraceElement("a.B", "c", "B.java", 1);

    private final ShellConsole console = new ShellConsole();
    private final FakeMonitor monitor = new FakeMonitor();

    @Test
    void listShowsTheFiguresOfEachPool() throws Exception {
        ListCommand list = new ListCommand();
        list.monitor = monitor;
        list.session = console.session();

        assertThat(console.run(list)).contains("blocking", "io", "queueSize");
        list.json = true;
        assertThat(console.run(list))
                .startsWith(
                        "[{\"pool\":\"blocking\",\"size\":32,\"threads\":2,\"active\":1,\"queued\":3,\"queueSize\":100,"
                                + "\"completed\":5,\"failed\":6,\"rejected\":7,\"withdrawn\":8},{\"pool\":\"io\"");
    }

    @Test
    void stacksShowsThreadsThatRunATaskAndAllOnDemand() throws Exception {
        StacksCommand stacks = new StacksCommand();
        stacks.monitor = monitor;
        stacks.session = console.session();

        assertThat(console.run(stacks))
                .isEqualTo("smith-blocking-1  WAITING  task of orders 1.0\n    at a.B.c(B.java:1)\n");
        stacks.all = true;
        assertThat(console.run(stacks)).contains("smith-io-1  TIMED_WAITING  waits for a task\n");
        stacks.all = false;
        stacks.pool = "io";
        assertThat(console.run(stacks)).isEqualTo("No thread runs a task; --all shows those that wait for one.\n");
        stacks.pool = "blocking";
        stacks.json = true;
        assertThat(console.run(stacks))
                .isEqualTo("[{\"thread\":\"smith-blocking-1\",\"pool\":\"blocking\",\"state\":\"WAITING\","
                        + "\"owner\":\"orders 1.0\",\"stack\":[\"a.B.c(B.java:1)\"]}]\n");
        stacks.pool = "Batch";
        assertThatIllegalArgumentException().isThrownBy(stacks::execute).withMessageContaining("Batch");
    }

    @Test
    void resizeSaysTheNewSize() throws Exception {
        ResizeCommand resize = new ResizeCommand();
        resize.monitor = monitor;
        resize.session = console.session();
        resize.pool = "blocking";
        resize.size = 48;

        assertThat(console.run(resize)).isEqualTo("pool blocking has size 48, also after a restart; 3 tasks wait\n");
        resize.json = true;
        assertThat(console.run(resize)).isEqualTo("[{\"pool\":\"blocking\",\"size\":48,\"queued\":3}]\n");
        assertThat(monitor.resized).containsExactly("blocking 48", "blocking 48");
    }

    /** Two pools with a thread each. */
    private static final class FakeMonitor implements PoolMonitor {

        private final List<String> resized = new ArrayList<>();

        @Override
        public List<PoolStatus> pools() {
            return List.of(status("blocking", 32), status("io", 8));
        }

        @Override
        public List<PoolThread> threads(String pool) {
            return switch (pool) {
                case "blocking" ->
                    List.of(new PoolThread(
                            "smith-blocking-1", pool, Thread.State.WAITING, "orders 1.0", List.of(FRAME)));
                case "io" ->
                    List.of(new PoolThread("smith-io-1", pool, Thread.State.TIMED_WAITING, null, List.of(FRAME)));
                default -> throw new IllegalArgumentException("No pool \"" + pool + "\"");
            };
        }

        @Override
        public PoolStatus resize(String pool, int size) {
            resized.add(pool + " " + size);
            return status(pool, size);
        }

        private static PoolStatus status(String pool, int size) {
            return new PoolStatus(pool, size, 100, 2, 1, 3, 5, 6, 7, 8);
        }
    }
}
