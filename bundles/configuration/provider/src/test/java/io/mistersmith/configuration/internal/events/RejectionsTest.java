package io.mistersmith.configuration.internal.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.configuration.ConfigurationProblem;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RejectionsTest {

    private final List<Runnable> worker = new ArrayList<>();
    private final List<String> published = new ArrayList<>();
    private final Rejections rejections = new Rejections((delay, work) -> worker.add(work));

    @Test
    void whileNobodyPublishesTheNewestWait() {
        for (int i = 0; i < Rejections.LIMIT + 5; i++) {
            rejections.add(problem("k" + i));
        }
        assertThat(worker).isEmpty();

        rejections.publisher(problem -> published.add(problem.key()));
        work();

        assertThat(published).hasSize(Rejections.LIMIT).startsWith("k5").endsWith("k1004");
    }

    @Test
    void aPublisherThatFailsHoldsUpNothing() {
        rejections.publisher(problem -> {
            published.add(problem.key());
            throw new IllegalStateException("closed");
        });
        rejections.add(problem("a"));
        rejections.add(problem("b"));
        work();

        assertThat(published).containsExactly("a", "b");
    }

    private void work() {
        worker.forEach(Runnable::run);
        worker.clear();
    }

    private static ConfigurationProblem problem(String key) {
        return new ConfigurationProblem("pid", "file", 1, key, "***", "is wrong", "It stays.");
    }
}
