package io.mistersmith.resilience.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mistersmith.resilience.internal.breaker.BreakerSettings;
import io.mistersmith.resilience.internal.breaker.LiveBreaker;
import io.mistersmith.resilience.internal.core.ClassNames;
import io.mistersmith.resilience.internal.core.Instance;
import io.mistersmith.resilience.internal.limits.LiveBulkhead;
import io.mistersmith.resilience.internal.retry.TokenBudget;
import io.mistersmith.testkit.ShellConsole;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code resilience:*} and what completes their arguments. */
class ResilienceCommandsTest {

    private final ShellConsole console = new ShellConsole();
    private final LiveBreaker breaker = new LiveBreaker(
            "orders",
            new BreakerSettings(
                    50,
                    100,
                    Duration.ofMinutes(1),
                    4,
                    false,
                    4,
                    Duration.ofSeconds(10),
                    1,
                    Duration.ofSeconds(10),
                    ClassNames.of("record"),
                    ClassNames.of("ignore")),
            (name, before, now) -> {});
    private final TokenBudget budget = new TokenBudget("orders", new TokenBudget.Settings(0, 0, 5));
    private final LiveBulkhead bulkhead = new LiveBulkhead("mail", 3, Duration.ZERO);
    private final List<Instance<?>> all = List.of(breaker, budget, bulkhead);

    @Test
    void listShowsStateAndFigures() throws Exception {
        ListCommand list = new ListCommand();
        list.overview = () -> all;
        list.session = console.session();

        assertThat(console.run(list)).contains("breaker", "orders", "closed", "succeeded=0", "bulkhead", "has room");
        list.json = true;
        assertThat(console.run(list))
                .startsWith(
                        "[{\"kind\":\"breaker\",\"name\":\"orders\",\"state\":\"closed\",\"figures\":{\"succeeded\":0,");
        list.overview = List::of;
        list.json = false;
        assertThat(console.run(list)).startsWith("Nothing yet. A file io.mistersmith.resilience.breaker-NAME.cfg");
    }

    @Test
    void breakerIsOpenedAndClosed() throws Exception {
        OpenCommand open = new OpenCommand();
        open.overview = () -> all;
        open.session = console.session();
        open.name = "orders";
        open.dryRun = true;
        assertThat(console.run(open)).isEqualTo("would change breaker orders, which is: closed\n");
        assertThat(breaker.state()).isEqualTo("closed");

        open.dryRun = false;
        assertThat(console.run(open)).isEqualTo("breaker orders refuses every call; it is: forced open\n");
        CloseCommand close = new CloseCommand();
        close.overview = () -> all;
        close.session = console.session();
        close.name = "orders";
        close.json = true;
        assertThat(console.run(close))
                .isEqualTo("[{\"kind\":\"breaker\",\"name\":\"orders\",\"state\":\"closed\",\"dryRun\":false}]\n");
        close.name = "mail";
        assertThatIllegalArgumentException()
                .isThrownBy(close::execute)
                .withMessage("No breaker \"mail\"; there are: [orders]");
    }

    @Test
    void resetBeginsAnewWhatHasTheName() throws Exception {
        breaker.open();
        assertThat(budget.tryRetry()).isTrue();
        ResetCommand reset = new ResetCommand();
        reset.overview = () -> all;
        reset.session = console.session();
        reset.name = "orders";
        reset.kind = "budget";

        assertThat(console.run(reset)).isEqualTo("budget orders begins anew; it is: has retries\n");
        assertThat(budget.available()).isEqualTo(5);
        assertThat(breaker.state()).isEqualTo("forced open");
        reset.kind = null;
        assertThat(console.run(reset)).contains("breaker orders begins anew; it is: closed\n");
        reset.name = "nobody";
        assertThatIllegalArgumentException()
                .isThrownBy(reset::execute)
                .withMessage(
                        "Nothing of the name \"nobody\"; there are: [breaker orders, budget orders, bulkhead mail]");
    }

    @Test
    void namesAreCompleted() {
        InstanceNames names = new InstanceNames();
        names.overview = () -> all;
        BreakerNames breakers = new BreakerNames();
        breakers.overview = () -> all;

        assertThat(console.complete(names, "")).containsExactlyInAnyOrder("mail", "orders");
        assertThat(console.complete(breakers, "o")).containsExactly("orders");
    }
}
