package io.mistersmith.testkit;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;

/** The shell as a command under test sees it: keeps what is printed, and asks for completions. */
public final class ShellConsole {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final PrintStream console = new PrintStream(out, true, StandardCharsets.UTF_8);

    /** What commands get as their session; it has a console and nothing else. */
    public Session session() {
        return answering(Session.class, Map.of("getConsole", console));
    }

    /** Runs a command; what it printed, with one line feed at each line's end. */
    public String run(Action command) throws Exception {
        out.reset();
        Object unused = command.execute();
        return out.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    /** What is offered after this much of an argument was typed, in its order. */
    public List<String> complete(Completer completer, String typed) {
        CommandLine line = answering(
                CommandLine.class,
                Map.of(
                        "getCursorArgument",
                        typed,
                        "getArgumentPosition",
                        typed.length(),
                        "getBufferPosition",
                        typed.length()));
        List<String> candidates = new ArrayList<>();
        int unused = completer.complete(session(), line, candidates);
        return candidates.stream().map(String::strip).toList();
    }

    private static <T> T answering(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                ShellConsole.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Object answer = answers.get(method.getName());
                    if (answer == null) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    return answer;
                }));
    }
}
