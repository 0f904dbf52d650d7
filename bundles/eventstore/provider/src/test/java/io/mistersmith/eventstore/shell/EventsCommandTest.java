package io.mistersmith.eventstore.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mistersmith.event.NewEvent;
import io.mistersmith.eventstore.internal.sqlite.StreamHead;
import io.mistersmith.testkit.InMemoryEventStore;
import io.mistersmith.testkit.ShellConsole;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventsCommandTest {

    private static final Pattern POSITION = Pattern.compile("\"position\":(\\d+)");

    private final InMemoryEventStore store = new InMemoryEventStore();
    private final ShellConsole console = new ShellConsole();
    private final EventsCommand command = new EventsCommand();

    @BeforeEach
    void eventsAreThere() {
        for (int i = 0; i < 60; i++) {
            var unused = store.append(
                            List.of(NewEvent.json(i % 2 == 0 ? "order.placed" : "day.ended", "{\"i\":" + i + "}")
                                    .withSubject("s" + i % 3)))
                    .toCompletableFuture()
                    .join();
        }
        command.store = store;
        command.session = console.session();
    }

    @Test
    void firstFiftyAreShownAndHowToGoOn() throws Exception {
        command.all = true;

        assertThat(run().trim()).endsWith("first 50 shown; go on with --after 50");
    }

    @Test
    void jsonShowsWholeEventsOfOneStreamAfterAVersion() throws Exception {
        command.stream = "s1";
        command.after = 18;
        command.json = true;

        assertThat(run())
                .startsWith("[{\"position\":56,\"stream\":\"s1\",\"version\":19,\"type\":\"day.ended\",")
                .contains("\"payload\":\"{\\\"i\\\":58}\"");
    }

    @Test
    void lastShowsTheNewestOldestFirst() throws Exception {
        command.all = true;
        command.json = true;
        command.last = 3;
        command.type = "order.**";

        assertThat(POSITION.matcher(run()).results().map(match -> match.group(1)))
                .containsExactly("55", "57", "59");
    }

    @Test
    void largePayloadsAreCutInTheTableAndBoundedAsJson() throws Exception {
        String large = '"' + "x".repeat(9 << 20) + '"';
        for (int i = 0; i < 2; i++) {
            var unused = store.append(List.of(NewEvent.json("big.one", large).withSubject("big")))
                    .toCompletableFuture()
                    .join();
        }
        command.stream = "big";

        assertThat(run()).hasSizeLessThan(4_000).contains("xxx...");
        command.json = true;
        assertThatIllegalArgumentException()
                .isThrownBy(command::execute)
                .withMessage(
                        "the payloads of the first 2 of these events have more than 16 MiB; lower --limit or --last to 1");
        command.limit = 1;
        assertThat(run()).hasSizeGreaterThan(9 << 20);
    }

    @Test
    void eitherAStreamOrAllMustBeNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(command::execute)
                .withMessage("Name a stream, or give --all; store:streams lists the streams");
        command.all = true;
        command.stream = "s1";
        assertThatIllegalArgumentException().isThrownBy(command::execute);
    }

    @Test
    void streamThatDoesNotExistIsAnErrorAndOneWithoutSuchEventsIsNot() throws Exception {
        command.stream = "nope";
        assertThatIllegalArgumentException()
                .isThrownBy(command::execute)
                .withMessage("no stream \"nope\"; store:streams lists those there are");

        command.stream = "s1";
        command.type = "order.paid";
        assertThat(run()).isEqualTo("no such events in stream s1\n");
    }

    @Test
    void numbersOutOfRangeAreNamed() {
        command.all = true;
        command.limit = 0;

        assertThatIllegalArgumentException()
                .isThrownBy(command::execute)
                .withMessage("--limit 0 is not within 1..100000");
    }

    @Test
    void streamsThatBeginWithWhatIsTypedAreCompleted() {
        List<StreamHead> heads =
                List.of(new StreamHead("o-1", 1, 1, "order.placed"), new StreamHead("o-2", 1, 2, "order.placed"));
        List<String> asked = new ArrayList<>();

        assertThat(console.complete(
                        (session, line, candidates) -> StreamCompleter.complete(
                                (prefix, limit) -> {
                                    asked.add(prefix + " " + limit);
                                    return heads;
                                },
                                session,
                                line,
                                candidates),
                        "o-"))
                .containsExactly("o-1", "o-2");
        assertThat(asked).as("only those are read").containsExactly("o- 100");
    }

    private String run() throws Exception {
        return console.run(command);
    }
}
