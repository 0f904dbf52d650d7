package io.mistersmith.lifecycle.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.console.Command;
import org.apache.karaf.shell.api.console.Registry;
import org.apache.karaf.shell.api.console.Session;
import org.junit.jupiter.api.Test;

class HelpCommandTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final HelpCommand help = new HelpCommand();

    @Test
    void onlyCommandsOfOursAndOfPluginsAreListed() {
        assertThat(run())
                .contains(
                        "orders:check           what orders:check does", "plugin:list            what plugin:list does")
                .contains("options come before them: plugin:show --json orders")
                .doesNotContain("cm:list", "hc:exec", "bundle:list");
    }

    @Test
    void allAddsThoseOfTheContainer() {
        help.all = true;
        help.json = true;

        assertThat(run())
                .isEqualTo("[{\"command\":\"bundle:list\",\"description\":\"what bundle:list does\"},"
                        + "{\"command\":\"cm:list\",\"description\":\"what cm:list does\"},"
                        + "{\"command\":\"hc:exec\",\"description\":\"what hc:exec does\"},"
                        + "{\"command\":\"orders:check\",\"description\":\"what orders:check does\"},"
                        + "{\"command\":\"plugin:list\",\"description\":\"what plugin:list does\"}]\n");
    }

    private String run() {
        List<Command> commands = List.of(
                command("plugin", "list"),
                command("cm", "list"),
                command("hc", "exec"),
                command("bundle", "list"),
                command("orders", "check"));
        Registry registry = answering(Registry.class, Map.of("getCommands", commands));
        PrintStream console = new PrintStream(out, true, StandardCharsets.UTF_8);
        help.session = answering(Session.class, Map.of("getConsole", console, "getRegistry", registry));
        Object unused = help.execute();
        return out.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    private static Command command(String scope, String name) {
        return answering(
                Command.class,
                Map.of("getScope", scope, "getName", name, "getDescription", "what " + scope + ":" + name + " does"));
    }

    private static <T> T answering(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                HelpCommandTest.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answers.get(method.getName())));
    }
}
