package io.mistersmith.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever a message, a check or a page advises to call is a command that exists. */
class AdviceTest {

    private static final Pattern DECLARED =
            Pattern.compile("@Command\\(\\s*scope = \"([a-z]+)\",\\s*name = \"([a-z-]+)\"");
    private static final Pattern LITERAL = Pattern.compile("\"(?:[^\"\\\\\\n]|\\\\.)*\"");

    /** Commands of Karaf that we name. */
    private static final Set<String> KARAF = Set.of("log:display", "bundle:list", "bundle:stop", "bundle:start");

    @Test
    void everyCommandThatAMessageNamesExists() throws IOException {
        Set<String> commands = commands();
        Pattern command = named(commands);
        List<String> unknown = new ArrayList<>();
        for (Path source : sources()) {
            Matcher literal = LITERAL.matcher(Files.readString(source));
            while (literal.find()) {
                unknown(command.matcher(literal.group()), commands, source, unknown);
            }
        }
        assertThat(unknown).isEmpty();
    }

    @Test
    void everyCommandThatAPageNamesExists() throws IOException {
        Set<String> commands = commands();
        Pattern command = named(commands);
        List<String> unknown = new ArrayList<>();
        List<Path> pages = new ArrayList<>(List.of(Repository.root().resolve("README.md")));
        try (Stream<Path> docs = Files.list(Repository.root().resolve("docs"))) {
            docs.filter(page -> page.toString().endsWith(".md")).forEach(pages::add);
        }
        for (Path page : pages) {
            unknown(command.matcher(Files.readString(page)), commands, page, unknown);
        }
        assertThat(unknown).isEmpty();
    }

    @Test
    void noMessageSendsTheReaderToAsk() throws IOException {
        Pattern ask = Pattern.compile("(?i)\\bask (there|its|the bundle|who)\\b");
        List<String> found = new ArrayList<>();
        for (Path source : sources()) {
            Matcher literal = LITERAL.matcher(Files.readString(source));
            while (literal.find()) {
                if (ask.matcher(literal.group()).find()) {
                    found.add(source + ": " + literal.group());
                }
            }
        }
        assertThat(found).isEmpty();
    }

    private static void unknown(Matcher named, Set<String> commands, Path where, List<String> unknown) {
        while (named.find()) {
            if (!commands.contains(named.group()) && !KARAF.contains(named.group())) {
                unknown.add(where + ": " + named.group());
            }
        }
    }

    /** A command of one of these scopes: not behind a slash or a colon, as in an address. */
    private static Pattern named(Set<String> commands) {
        Set<String> scopes = new TreeSet<>(Set.of("log", "bundle"));
        commands.forEach(one -> scopes.add(one.substring(0, one.indexOf(':'))));
        return Pattern.compile("(?<![\\w/:.@-])(?:" + String.join("|", scopes) + "):[a-z][a-z-]*[a-z](?![\\w:/.]\\w)");
    }

    private static Set<String> commands() throws IOException {
        Set<String> commands = new TreeSet<>(Set.of("smith:help")); // registered by code
        for (Path source : sources()) {
            Matcher declared = DECLARED.matcher(Files.readString(source));
            while (declared.find()) {
                commands.add(declared.group(1) + ":" + declared.group(2));
            }
        }
        assertThat(commands)
                .contains("smith:doctor", "bus:forget", "store:give-up")
                .hasSizeGreaterThan(50);
        return commands;
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Repository.root().resolve("bundles"))) {
            return files.filter(file ->
                            file.toString().endsWith(".java") && file.toString().contains("/src/main/"))
                    .toList();
        }
    }
}
