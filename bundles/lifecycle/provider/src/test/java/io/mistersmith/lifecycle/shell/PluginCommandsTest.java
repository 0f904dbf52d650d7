package io.mistersmith.lifecycle.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mistersmith.lifecycle.PluginStatus;
import io.mistersmith.lifecycle.Plugins;
import io.mistersmith.testkit.ShellConsole;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PluginCommandsTest {

    private static final PluginStatus ORDERS =
            new PluginStatus("orders", "1.0", "running", 400, "1 handler, 1 projection", "", "", List.of());
    private static final PluginStatus FAILED = new PluginStatus(
            "orders",
            "1.1",
            "failed",
            0,
            "",
            "",
            "orders 1.1 failed: it threw. plugin:why orders shows the stack.",
            List.of("java.lang.IllegalStateException: no", "  at a.B.c(B.java:1)"));

    private final ShellConsole console = new ShellConsole();
    private final FakePlugins plugins = new FakePlugins();

    @Test
    void listShowsEachPluginAndSaysWhatToDoWithoutAny() throws Exception {
        ListCommand list = new ListCommand();
        list.plugins = plugins;
        list.session = console.session();
        assertThat(console.run(list)).isEqualTo("No plugin. Drop a jar into deploy/.\n");

        plugins.all.add(ORDERS);

        assertThat(console.run(list)).contains("orders", "1.0", "running", "1 handler, 1 projection");
        list.json = true;
        assertThat(console.run(list))
                .isEqualTo("[{\"name\":\"orders\",\"version\":\"1.0\",\"state\":\"running\",\"startMillis\":400,"
                        + "\"summary\":\"1 handler, 1 projection\",\"problem\":\"\"}]\n");
    }

    @Test
    void showHasALinePerFactThatThereIs() throws Exception {
        plugins.all.add(ORDERS);
        ShowCommand show = new ShowCommand();
        show.plugins = plugins;
        show.session = console.session();
        show.name = "orders";

        assertThat(console.run(show).lines())
                .containsExactly(
                        "name      orders",
                        "version   1.0",
                        "state     running",
                        "start     400 ms",
                        "brings    1 handler, 1 projection");
        show.json = true;
        assertThat(console.run(show)).startsWith("[{\"name\":\"orders\"").endsWith("\"details\":[]}]\n");
        show.name = "invoices";
        assertThatIllegalArgumentException()
                .isThrownBy(show::execute)
                .withMessage("No plugin invoices. plugin:list shows those there are.");
    }

    @Test
    void whyShowsEachVersionWithItsDetails() throws Exception {
        plugins.all.addAll(List.of(ORDERS, FAILED));
        WhyCommand why = new WhyCommand();
        why.plugins = plugins;
        why.session = console.session();
        why.name = "orders";

        assertThat(console.run(why))
                .isEqualTo("orders 1.0 is running.\n" + FAILED.problem()
                        + "\njava.lang.IllegalStateException: no\n  at a.B.c(B.java:1)\n");
        why.json = true;
        assertThat(console.run(why).lines())
                .as("one line of JSON for all")
                .singleElement()
                .asString()
                .startsWith("[{\"name\":\"orders\",\"version\":\"1.0\"")
                .contains("},{\"name\":\"orders\",\"version\":\"1.1\"");
        why.name = "invoices";
        assertThatIllegalArgumentException().isThrownBy(why::execute);
    }

    @Test
    void waitAnswersWhenItRunsAndFailsWithItsProblem() throws Exception {
        WaitCommand wait = new WaitCommand();
        wait.plugins = plugins;
        wait.session = console.session();
        wait.name = "orders";
        assertThatIllegalStateException()
                .isThrownBy(wait::execute)
                .withMessage("No plugin orders after 30 s. plugin:list shows those there are.");

        plugins.all.add(ORDERS);
        assertThat(console.run(wait)).isEqualTo("orders 1.0 running after 0.4 s: 1 handler, 1 projection\n");
        wait.json = true;
        assertThat(console.run(wait)).startsWith("[{\"name\":\"orders\",\"version\":\"1.0\"");

        plugins.all.set(0, FAILED);
        assertThatIllegalStateException().isThrownBy(wait::execute).withMessage(FAILED.problem());
        wait.timeout = 0;
        assertThatIllegalArgumentException()
                .isThrownBy(wait::execute)
                .withMessage("--timeout 0 is not 1 second or more.");
    }

    @Test
    void optionAfterTheNameIsNotWaitedForAsAVersion() throws Exception {
        WaitCommand wait = new WaitCommand();
        wait.plugins = plugins;
        wait.session = console.session();
        wait.name = "orders";
        plugins.all.add(ORDERS);
        wait.version = "--json";
        assertThatIllegalArgumentException()
                .isThrownBy(wait::execute)
                .withMessage("\"--json\" is not a version such as 1.1. Options come before names: "
                        + "plugin:wait --timeout 5 orders");

        for (String version : List.of("1", "1.1", "1.1.0", "1.1.0.SNAPSHOT", "2.0.0.rc-1")) {
            wait.version = version;
            assertThat(console.run(wait)).as(version).startsWith("orders 1.0 running");
        }
    }

    @Test
    void restartStopsAndStartsUnlessItIsADryRun() throws Exception {
        plugins.all.add(ORDERS);
        RestartCommand restart = new RestartCommand();
        restart.plugins = plugins;
        restart.session = console.session();
        restart.name = "orders";
        restart.dryRun = true;
        assertThat(console.run(restart)).isEqualTo("would stop and start orders 1.0\n");
        restart.json = true;
        assertThat(console.run(restart))
                .isEqualTo("[{\"name\":\"orders\",\"version\":\"1.0\",\"state\":\"running\",\"dryRun\":true}]\n");
        assertThat(plugins.done).isEmpty();

        restart.json = false;
        restart.dryRun = false;
        assertThat(console.run(restart)).startsWith("orders 1.0 running after 0.4 s");
        restart.json = true;
        assertThat(console.run(restart)).startsWith("[{\"name\":\"orders\"");
        assertThat(plugins.done).containsExactly("restart orders", "restart orders");
        restart.name = "invoices";
        assertThatIllegalArgumentException().isThrownBy(restart::execute);
    }

    @Test
    void removeSaysWhereTheJarIsNowUnlessItIsADryRun() throws Exception {
        plugins.all.add(ORDERS);
        RemoveCommand remove = new RemoveCommand();
        remove.plugins = plugins;
        remove.session = console.session();
        remove.name = "orders";
        remove.dryRun = true;
        assertThat(console.run(remove)).isEqualTo("would stop orders 1.0 and move its jar to data/replaced/\n");
        remove.json = true;
        assertThat(console.run(remove))
                .isEqualTo("[{\"name\":\"orders\",\"version\":\"1.0\","
                        + "\"movedTo\":\"data/replaced/\",\"dryRun\":true}]\n");
        assertThat(plugins.done).isEmpty();

        remove.json = false;
        remove.dryRun = false;
        assertThat(console.run(remove)).isEqualTo("removed orders 1.0, its jar is now home/data/replaced/orders.jar\n");
        remove.json = true;
        assertThat(console.run(remove))
                .isEqualTo("[{\"name\":\"orders\",\"version\":\"1.0\","
                        + "\"movedTo\":\"home/data/replaced/orders.jar\",\"dryRun\":false}]\n");
        assertThat(plugins.done).containsExactly("remove orders", "remove orders");
    }

    @Test
    void namesOfPluginsAreCompleted() {
        plugins.all.addAll(List.of(ORDERS, FAILED));
        PluginNames names = new PluginNames();
        names.plugins = plugins;

        assertThat(console.complete(names, "or")).containsExactly("orders");
        assertThat(console.complete(names, "in")).isEmpty();
        PluginVersions versions = new PluginVersions();
        versions.plugins = plugins;
        assertThat(console.complete(versions, "1.")).containsExactly("1.0", "1.1");
    }

    private static final class FakePlugins implements Plugins {

        private final List<PluginStatus> all = new ArrayList<>();
        private final List<String> done = new ArrayList<>();

        @Override
        public List<PluginStatus> list() {
            return all;
        }

        @Override
        public Optional<PluginStatus> find(String name) {
            return all.stream().filter(one -> one.name().equals(name)).findFirst();
        }

        @Override
        public Optional<PluginStatus> await(String name, @Nullable String version, Duration timeout) {
            return find(name);
        }

        @Override
        public boolean settled() {
            return true;
        }

        @Override
        public PluginStatus restart(String name, Duration timeout) {
            done.add("restart " + name);
            return find(name).orElseThrow();
        }

        @Override
        public String remove(String name) {
            done.add("remove " + name);
            return "home/data/replaced/" + name + ".jar";
        }
    }
}
