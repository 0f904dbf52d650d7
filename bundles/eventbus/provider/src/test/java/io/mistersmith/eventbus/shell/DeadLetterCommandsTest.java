package io.mistersmith.eventbus.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mistersmith.eventbus.SubscriptionStatus;
import io.mistersmith.eventbus.Subscriptions;
import io.mistersmith.eventstore.DeadLetter;
import io.mistersmith.eventstore.StoreUnavailableException;
import io.mistersmith.testkit.ShellConsole;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** {@code dlq:*}, {@code bus:subscriptions} and what completes their arguments. */
class DeadLetterCommandsTest {

    private static final Instant FIRST = Instant.parse("2026-05-04T03:02:01Z");

    private final ShellConsole console = new ShellConsole();
    private final FakeSubscriptions subscriptions = new FakeSubscriptions();

    @Test
    void listShowsLettersOfOneSubscriptionOrAll() throws Exception {
        DeadLettersCommand list = new DeadLettersCommand();
        list.subscriptions = subscriptions;
        list.session = console.session();
        assertThat(console.run(list)).isEqualTo("No dead letters.\n");

        subscriptions.letters.addAll(List.of(letter("flags", 3, "o-1"), letter("mail", 4, null)));

        assertThat(console.run(list)).contains("flags", "mail", "no stock");
        list.json = true;
        list.subscription = "mail";
        assertThat(console.run(list))
                .isEqualTo("[{\"subscription\":\"mail\",\"position\":4,\"type\":\"order.placed\",\"subject\":null,"
                        + "\"waiting\":false,\"attempts\":3,\"cause\":\"no stock\",\"first\":\"2026-05-04T03:02:01Z\","
                        + "\"last\":\"2026-05-04T03:03:01Z\",\"bundle\":\"orders/1.0.0\"}]\n");
    }

    @Test
    void listHasOneLineForALetterWhateverItsCauseContains() throws Exception {
        DeadLettersCommand list = new DeadLettersCommand();
        list.subscriptions = subscriptions;
        list.session = console.session();
        String hostile =
                "a\nb\r\n\u001b[2J\u0085\u2028\u202e\u0000\t|" + "x".repeat(184) + "\ud83d\ude00" + "y".repeat(99_000);
        subscriptions.letters.addAll(
                List.of(letter("flags", 3, "o-1\n", hostile), letter("mail", 4, null, "no stock")));

        String table = console.run(list);

        assertThat(table.codePoints()
                        .filter(c -> c != '\n')
                        .noneMatch(c -> Character.isISOControl(c)
                                || Character.getType(c) == Character.FORMAT
                                || Character.getType(c) == Character.SURROGATE
                                || Character.getType(c) == Character.LINE_SEPARATOR))
                .as(table)
                .isTrue();
        assertThat(table.split("\n")).as("header, rule, two letters").hasSize(4);
        assertThat(table.split("\n")[2]).contains("a\\nb", "xx...").hasSizeLessThan(400);
    }

    @Test
    void listsLimitIsChecked() {
        DeadLettersCommand list = new DeadLettersCommand();
        list.limit = 0;

        assertThatIllegalArgumentException().isThrownBy(list::execute).withMessage("--limit 0 is not within 1..100000");
    }

    @Test
    void showHasTheStackAndSaysWhenThereIsNoSuchLetter() throws Exception {
        subscriptions.letters.add(letter("flags", 3, "o-1"));
        ShowLetterCommand show = new ShowLetterCommand();
        show.subscriptions = subscriptions;
        show.session = console.session();
        show.subscription = "flags";
        show.position = 3;

        assertThat(console.run(show)).contains("subject       o-1\n").contains("stack         at a.B.c(B.java:1)\n");
        show.json = true;
        assertThat(console.run(show))
                .startsWith("{\"subscription\":\"flags\",\"position\":3,\"eventId\":\"e-3\"")
                .endsWith("\"stack\":\"at a.B.c(B.java:1)\"}\n");
        show.position = 4;
        assertThatIllegalArgumentException()
                .isThrownBy(show::execute)
                .withMessage("no dead letter of flags at position 4: dlq:list flags shows those there are");
    }

    @Test
    void redriveDeliversLettersOfASubjectUnlessItIsADryRun() throws Exception {
        subscriptions.letters.addAll(List.of(letter("flags", 3, "o-1"), letter("flags", 5, "o-2")));
        RedriveCommand redrive = new RedriveCommand();
        redrive.subscriptions = subscriptions;
        redrive.session = console.session();
        redrive.subscription = "flags";
        redrive.subject = "o-1";
        redrive.dryRun = true;
        assertThat(console.run(redrive)).isEqualTo("would redrive 1 letters of flags; nothing was done\n");
        redrive.json = true;
        assertThat(console.run(redrive)).isEqualTo("[{\"subscription\":\"flags\",\"letters\":1,\"dryRun\":true}]\n");
        redrive.json = false;
        assertThat(subscriptions.redriven).isEmpty();

        redrive.dryRun = false;
        assertThat(console.run(redrive)).isEqualTo("redriving 7 letters of flags; dlq:list flags shows what is left\n");
        assertThat(subscriptions.redriven).containsExactly("flags o-1");
        redrive.json = true;
        assertThat(console.run(redrive)).isEqualTo("[{\"subscription\":\"flags\",\"letters\":7,\"dryRun\":false}]\n");
    }

    @Test
    void dropDiscardsOneLetterOrThoseOfASubscriptionOrAllUnlessItIsADryRun() throws Exception {
        subscriptions.letters.addAll(List.of(
                letter("flags", 3, "o-1"),
                letter("flags", 5, "o-2"),
                letter("flags", 7, "o-2"),
                letter("gone", 3, null)));

        DropCommand one = drop("flags");
        one.position = 3;
        one.dryRun = true;
        assertThat(console.run(one)).isEqualTo("would drop 1 letter of flags; nothing was done\n");
        assertThat(subscriptions.letters).hasSize(4);
        one.dryRun = false;
        assertThat(console.run(one)).isEqualTo("dropped 1 letter of flags\n");
        assertThatIllegalArgumentException()
                .isThrownBy(one::execute)
                .withMessage("no dead letter of flags at position 3: dlq:list flags shows those there are");
        assertThat(console.run(drop("flags"))).isEqualTo("dropped 2 letters of flags\n");
        assertThat(subscriptions.letters).extracting(DeadLetter::consumer).containsExactly("gone");
        DropCommand all = drop(null);
        all.all = true;
        all.json = true;
        assertThat(console.run(all)).isEqualTo("[{\"subscription\":null,\"letters\":1,\"dryRun\":false}]\n");
        assertThat(subscriptions.letters).isEmpty();
    }

    @Test
    void dropWantsASubscriptionThatExistsOrAll() {
        assertThatIllegalArgumentException()
                .isThrownBy(drop(null)::execute)
                .withMessage("Name a subscription, or give --all; dlq:list shows the letters");
        assertThatIllegalArgumentException()
                .isThrownBy(drop("nope")::execute)
                .withMessage("no durable subscription \"nope\" runs; there are flags");
        DropCommand both = drop("flags");
        both.all = true;
        assertThatIllegalArgumentException().isThrownBy(both::execute).withMessageStartingWith("Name a subscription");
    }

    @Test
    void forgetRemovesOnlyASubscriptionWithoutAHandler() throws Exception {
        subscriptions.unserved.add(new SubscriptionStatus(
                "gone", "", List.of(), true, "no handler", 0, 0, 0, 0, 0, 0, 0, 0, 40, 2, "no plugin serves it"));
        SubscriptionsCommand list = new SubscriptionsCommand();
        list.subscriptions = subscriptions;
        list.session = console.session();
        assertThat(console.run(list)).contains("gone", "no handler", "no plugin serves it");
        UnservedNameCompleter names = new UnservedNameCompleter();
        names.subscriptions = subscriptions;
        assertThat(console.complete(names, "")).containsExactly("gone");
        ForgetCommand forget = new ForgetCommand();
        forget.subscriptions = subscriptions;
        forget.session = console.session();
        forget.name = "flags";
        assertThatThrownBy(forget::execute).hasMessageContaining("has a handler in orders/1.0.0");
        forget.dryRun = true;
        assertThatThrownBy(forget::execute).hasMessageContaining("has a handler in orders/1.0.0");

        forget.name = "gone";
        assertThat(console.run(forget)).isEqualTo("would forget gone: no plugin serves it; nothing was done\n");
        assertThat(subscriptions.unserved).hasSize(1);
        forget.dryRun = false;
        forget.json = true;
        assertThat(console.run(forget)).isEqualTo("[{\"name\":\"gone\",\"dryRun\":false}]\n");
        assertThat(subscriptions.unserved).isEmpty();
    }

    @Test
    void subscriptionsAreShownWhileTheStoreDoesNotAnswer() throws Exception {
        subscriptions.storeIsDown = true;
        SubscriptionsCommand list = new SubscriptionsCommand();
        list.subscriptions = subscriptions;
        list.session = console.session();

        assertThat(console.run(list)).contains("flags");
    }

    private DropCommand drop(@Nullable String subscription) {
        DropCommand drop = new DropCommand();
        drop.subscriptions = subscriptions;
        drop.session = console.session();
        drop.subscription = subscription;
        return drop;
    }

    @Test
    void nameThatNobodyHasIsAnErrorAlsoInADryRun() throws Exception {
        DeadLettersCommand list = new DeadLettersCommand();
        list.subscriptions = subscriptions;
        list.session = console.session();
        list.subscription = "nope";
        RedriveCommand redrive = new RedriveCommand();
        redrive.subscriptions = subscriptions;
        redrive.session = console.session();
        redrive.subscription = "live";
        redrive.dryRun = true;

        assertThatIllegalArgumentException()
                .isThrownBy(list::execute)
                .withMessage("no durable subscription \"nope\" runs; there are flags");
        assertThatIllegalArgumentException()
                .isThrownBy(redrive::execute)
                .withMessage("no durable subscription \"live\" runs; there are flags");
        list.subscription = "flags";
        assertThat(console.run(list)).isEqualTo("No dead letters.\n");
        subscriptions.letters.add(letter("gone", 3, "o-1"));
        list.subscription = "gone";
        assertThat(console.run(list)).as("letters of one whose plugin is away").contains("gone");
    }

    @Test
    void subscriptionsAreShownWithTheirFigures() throws Exception {
        SubscriptionsCommand command = new SubscriptionsCommand();
        command.subscriptions = subscriptions;
        command.session = console.session();

        assertThat(console.run(command)).contains("flags", "order.placed, order.paid", "waiting", "no event store");
        command.json = true;
        assertThat(console.run(command))
                .startsWith(
                        "[{\"name\":\"flags\",\"bundle\":\"orders/1.0.0\",\"types\":[\"order.placed\",\"order.paid\"],"
                                + "\"durable\":true,\"state\":\"waiting\",\"accepted\":9,")
                .contains("\"position\":40,\"lag\":2,\"problem\":\"no event store\"}");
    }

    @Test
    void durableNamesAndTypesAreCompleted() {
        DurableNameCompleter names = new DurableNameCompleter();
        names.subscriptions = subscriptions;
        TypeCompleter types = new TypeCompleter();
        types.subscriptions = subscriptions;

        assertThat(console.complete(names, "")).containsExactly("flags");
        assertThat(console.complete(types, "order.p")).containsExactlyInAnyOrder("order.placed", "order.paid");
        assertThat(console.complete(types, "x")).isEmpty();
    }

    @Test
    void positionsAndSubjectsOfLettersAreCompleted() {
        subscriptions.letters.addAll(
                List.of(letter("flags", 31, "o-1"), letter("mail", 32, null), letter("flags", 4, "p")));
        LetterPositionCompleter positions = new LetterPositionCompleter();
        positions.subscriptions = subscriptions;
        LetterSubjectCompleter subjects = new LetterSubjectCompleter();
        subjects.subscriptions = subscriptions;

        assertThat(console.complete(positions, "3")).containsExactly("31", "32");
        assertThat(console.complete(subjects, "")).containsExactly("o-1", "p");
    }

    private static DeadLetter letter(String consumer, long position, @Nullable String subject) {
        return letter(consumer, position, subject, "no stock");
    }

    private static DeadLetter letter(String consumer, long position, @Nullable String subject, String cause) {
        return new DeadLetter(
                consumer,
                position,
                "e-" + position,
                "order.placed",
                subject,
                false,
                3,
                cause,
                "at a.B.c(B.java:1)",
                FIRST,
                FIRST.plusSeconds(60),
                "orders/1.0.0");
    }

    private static final class FakeSubscriptions implements Subscriptions {

        private final List<DeadLetter> letters = new ArrayList<>();
        private final List<String> redriven = new ArrayList<>();
        private boolean storeIsDown;
        private final List<SubscriptionStatus> unserved = new ArrayList<>();

        @Override
        public List<SubscriptionStatus> list() {
            return List.of(status("flags", true, "order.placed", "order.paid"), status("live", false, "order.placed"));
        }

        private static SubscriptionStatus status(String name, boolean durable, String... types) {
            return new SubscriptionStatus(
                    name,
                    "orders/1.0.0",
                    List.of(types),
                    durable,
                    "waiting",
                    9,
                    0,
                    7,
                    1,
                    1,
                    0,
                    1,
                    10_000,
                    40,
                    2,
                    "no event store");
        }

        @Override
        public List<DeadLetter> letters(@Nullable String subscription, int limit) {
            return letters.stream()
                    .filter(one -> subscription == null || one.consumer().equals(subscription))
                    .limit(limit)
                    .toList();
        }

        @Override
        public int redrive(String subscription, @Nullable String subject) {
            redriven.add(subscription + " " + subject);
            return 7;
        }

        @Override
        public List<SubscriptionStatus> unserved() {
            if (storeIsDown) {
                throw new StoreUnavailableException("closed", false, null);
            }
            return unserved;
        }

        @Override
        public int drop(String subscription, List<Long> positions) {
            letters.removeIf(one -> one.consumer().equals(subscription) && positions.contains(one.position()));
            return positions.size();
        }

        @Override
        public void forget(String name, boolean dryRun) {
            if (unserved.stream().noneMatch(one -> one.name().equals(name))) {
                throw new IllegalStateException("subscription " + name + " has a handler in orders/1.0.0");
            }
            if (!dryRun) {
                unserved.removeIf(one -> one.name().equals(name));
            }
        }
    }
}
