package io.mistersmith.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mistersmith.event.EventType;
import io.mistersmith.event.PayloadCodec;
import io.mistersmith.event.Subject;
import io.mistersmith.event.internal.JacksonPayloadCodec;
import io.mistersmith.eventbus.EventBus;
import io.mistersmith.eventbus.EventContext;
import io.mistersmith.eventbus.EventHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleException;

/** What the bus is told of settings that were refused. */
class RejectedEventTest {

    private final TestFramework framework;
    private final List<Refused> heard = new CopyOnWriteArrayList<>();

    RejectedEventTest(@TempDir Path folder) throws BundleException, IOException {
        framework = TestFramework.open(
                folder.toRealPath().resolve("home"), "org.jctools.core", "io.mistersmith.threads.provider");
        framework.context().registerService(PayloadCodec.class, new JacksonPayloadCodec(), null);
        framework.context().registerService(EventHandler.class, new Notes(heard), null);
    }

    @AfterEach
    void close() throws BundleException {
        framework.close();
    }

    @Test
    void aRefusedValueIsAnEventThatASubscriberTakesWithARecordOfItsOwn() throws Exception {
        framework.install(50, "io.mistersmith.eventbus.provider");
        assertThat(framework.service(EventBus.class)).isNotNull();

        framework.save("io.mistersmith.eventbus.cfg", "# the queue\nqueue.capacity=5x\n");

        await().untilAsserted(() -> assertThat(heard).singleElement().satisfies(refused -> assertThat(refused)
                .returns("io.mistersmith.eventbus", Refused::pid)
                .returns("home/etc/io.mistersmith.eventbus.cfg", Refused::file)
                .returns(2, Refused::line)
                .returns("queue.capacity", Refused::key)
                .extracting(Refused::reason)
                .asString()
                .startsWith("is not a whole number ")));
    }

    @EventType("config.rejected")
    record Refused(@Subject String pid, String file, int line, String key, String reason) {}

    /** Notes what is refused. */
    private static final class Notes implements EventHandler<Refused> {

        private final List<Refused> heard;

        Notes(List<Refused> heard) {
            this.heard = heard;
        }

        @Override
        public void handle(Refused refused, EventContext context) {
            heard.add(refused);
        }
    }
}
