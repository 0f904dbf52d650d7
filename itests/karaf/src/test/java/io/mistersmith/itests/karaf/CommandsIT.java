package io.mistersmith.itests.karaf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.PrivilegedExceptionAction;
import java.util.List;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.shell.api.console.Command;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.awaitility.Awaitility;
import org.junit.Test;

/** The shell's commands, as they are registered. */
public class CommandsIT extends InContainer {

    private static final Set<String> SCOPES =
            Set.of("bus", "cfg", "dlq", "metric", "plugin", "pool", "resilience", "smith", "store", "thread");

    private static final String[] COMMANDS = {
        "bus:publish",
        "bus:subscriptions",
        "bus:tail",
        "cfg:apply",
        "cfg:check",
        "cfg:confirm",
        "cfg:diff",
        "cfg:docs",
        "cfg:history",
        "cfg:problems",
        "cfg:rollback",
        "cfg:set",
        "cfg:show",
        "cfg:template",
        "cfg:unset",
        "dlq:list",
        "dlq:redrive",
        "dlq:show",
        "plugin:remove",
        "plugin:restart",
        "plugin:show",
        "plugin:why",
        "pool:drain",
        "pool:evict",
        "pool:holders",
        "pool:list",
        "pool:resize",
        "pool:show",
        "resilience:close",
        "resilience:list",
        "resilience:open",
        "resilience:reset",
        "smith:status",
        "store:events",
        "store:stats",
        "store:streams",
        "thread:list",
        "thread:resize",
        "thread:stacks",
    };

    @Test
    public void everyCommandIsRegisteredSaysWhatItDoesAndTakesJson() throws Exception {
        SessionFactory shell = get(SessionFactory.class);
        Awaitility.await("all commands").atMost(PATIENCE).untilAsserted(() -> assertThat(ours(shell))
                .extracting(command -> command.getScope() + ":" + command.getName())
                .contains(COMMANDS));

        assertThat(ours(shell)).allSatisfy(command -> {
            String name = command.getScope() + ":" + command.getName();
            assertThat(command.getDescription()).as(name).hasSizeGreaterThan(10);
            assertThat(asAdministrator(shell, name + " --help")).as(name).contains("--json", command.getDescription());
        });
    }

    @Test
    public void whoHasNoRoleFindsNoCommandOfOurs() throws Exception {
        SessionFactory shell = get(SessionFactory.class);

        assertThat(as(new Subject(), shell, "smith:status --json")).doesNotContain("{");
        assertThat(asAdministrator(shell, "smith:status --json")).contains("{");
    }

    /** The registry shows each user only what that user may call. */
    private static List<Command> ours(SessionFactory shell) throws Exception {
        return Subject.doAs(administrator(), (PrivilegedExceptionAction<List<Command>>)
                () -> shell.getRegistry().getCommands().stream()
                        .filter(command -> SCOPES.contains(command.getScope()))
                        .toList());
    }

    private static String asAdministrator(SessionFactory shell, String line) throws Exception {
        return as(administrator(), shell, line);
    }

    private static Subject administrator() {
        Subject administrator = new Subject();
        for (String role : List.of("admin", "manager", "viewer", "group")) {
            administrator.getPrincipals().add(new RolePrincipal(role));
        }
        return administrator;
    }

    /** What the command printed, or why it was refused. */
    private static String as(Subject who, SessionFactory shell, String line) throws Exception {
        return Subject.doAs(who, (PrivilegedExceptionAction<String>) () -> {
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            PrintStream printer = new PrintStream(answer, true, StandardCharsets.UTF_8);
            Session session = shell.create(new ByteArrayInputStream(new byte[0]), printer, printer);
            try {
                session.execute(line);
            } catch (Exception refused) {
                printer.println(refused.getMessage());
            } finally {
                session.close();
            }
            return answer.toString(StandardCharsets.UTF_8);
        });
    }
}
