package io.mistersmith.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mistersmith.framework.calm.Calm;
import java.util.List;
import java.util.function.Supplier;

/** What the plugin {@link Calm} says happened to it. */
final class CalmPlugin {

    private final Supplier<TestFramework> framework;

    /**
     * @param framework the one it runs in; another one after a restart
     */
    CalmPlugin(Supplier<TestFramework> framework) {
        this.framework = framework;
    }

    @SuppressWarnings("unchecked") // as the plugin declares it
    List<String> happened() {
        return (List<String>)
                framework.get().service(Supplier.class, "(name=calm)").get();
    }

    String last() {
        List<String> all = happened();
        return all.get(all.size() - 1);
    }

    void awaitLast(String what) {
        await().untilAsserted(() -> assertThat(happened()).last().isEqualTo(what));
    }
}
