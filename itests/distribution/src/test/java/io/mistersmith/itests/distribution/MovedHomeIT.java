package io.mistersmith.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A home that was moved or copied starts with all that is in it. In the POSIX locale, where text is UTF-8 nevertheless. */
@Tag("faults")
class MovedHomeIT {

    private static final String EVENT =
            "{\"specversion\":\"1.0\",\"type\":\"a.b\",\"source\":\"/x\",\"id\":\"\u00e9\",\"data\":\"\u20ac\"}";
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @Test
    void pluginsSettingsHistoryAndEventsComeWithTheHome() throws IOException, InterruptedException {
        Container first = Container.fresh("moving").with("LC_ALL", "C").with("LANG", "C");
        Path moved = Container.newFolder("moved").resolve("home");
        Path copied = Container.newFolder("copied").resolve("home");
        try (first) {
            first.start();
            first.deploy(Checkout.recorder());
            first.shell("plugin:wait recorder");
            first.shell("cfg:set io.mistersmith.threads io.size 7");
            assertThat(first.post("/events", "application/cloudevents+json", EVENT)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(clientEchoes(first)).as("bytes of the client's answer").isEqualTo("c3 a9 0a");
            first.stop();
        }
        sh("mv \"$0\" \"$1\"", first.home(), moved);
        try (Container container = Container.in(moved, Container.install()).with("LC_ALL", "C")) {
            assertHasEverything(container);
        }
        sh("cp -a \"$0\" \"$1\"", moved, copied);
        sh("mv \"$0\" \"$1\"", moved, moved.resolveSibling("away"));
        try (Container container = Container.in(copied, Container.install())) {
            assertHasEverything(container);
        }
    }

    private static void assertHasEverything(Container container) {
        container.start();
        assertThat(container.shell("plugin:wait recorder")).contains("running");
        assertThat(container.shell("store:events --all")).contains("a.b");
        assertThat(container.shell("cfg:show io.mistersmith.threads")).containsPattern("io\\.size\\W+7");
        assertThat(container.shell("cfg:history io.mistersmith.threads")).contains("io.size");
        assertThat(container.shell("smith:doctor")).contains("all is well");
        container.stop();
    }

    /** Written in octal digits, because this JVM may be in the POSIX locale itself. */
    private static String clientEchoes(Container container) {
        return sh(
                        "\"$0\" --home \"$1\" shell \"echo $(printf '\\303\\251')\" | od -An -tx1",
                        container.installation().resolve("bin/mistersmith"),
                        container.home())
                .strip();
    }

    private static String sh(String script, Path first, Path second) {
        return Commands.run(
                        Container.newFolder("sh"),
                        Map.of("LC_ALL", "C"),
                        LIMIT,
                        List.of("sh", "-c", script, first.toString(), second.toString()))
                .expectSuccess();
    }
}
