package io.mistersmith.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mistersmith.configuration.ConfigurationProblem;
import io.mistersmith.configuration.ConfigurationProblems;
import io.mistersmith.threads.ThreadPools;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.ConfigurationAdmin;

/** {@code enabled}, {@code log.level} and {@code health.check.interval.ms}, which every part takes without declaring them. */
class CommonKeysTest {

    private static final String CFG = "io.mistersmith.threads.cfg";
    private static final String LOGGING = "org.ops4j.pax.logging";
    private static final String LEVEL = "log4j2.logger.io-mistersmith-threads.level";

    private final Path home;
    private TestFramework framework;

    CommonKeysTest(@TempDir Path folder) throws BundleException, IOException {
        home = folder.toRealPath().resolve("home");
        framework = TestFramework.open(home, "io.mistersmith.threads.provider");
    }

    @AfterEach
    void close() throws BundleException {
        framework.close();
    }

    @Test
    void whatIsNotEnabledGivesNoServicesUntilItIs() throws Exception {
        framework.service(ThreadPools.class);

        framework.save(CFG, "enabled=false\n");
        await().until(this::isOff);

        framework.save(CFG, "enabled=true\n");
        await().until(() -> !isOff());
        assertThat(problems()).doesNotContain("enabled");
    }

    @Test
    void whatIsNotEnabledAtTheStartNeverBegins() throws Exception {
        framework.save(CFG, "enabled=false\n");
        await().until(this::isOff);
        framework.close();

        framework = TestFramework.open(home);
        framework.save("io.mistersmith.metrics.cfg", "max.series=10\n");

        assertThat(isOff()).isTrue();
        framework.save(CFG, "enabled=true\nio.size=2\n");
        framework.service(ThreadPools.class);
    }

    @Test
    void aLogLevelIsPutIntoTheLoggingConfigurationAndTakenOutAgain() throws Exception {
        var logging = framework.service(ConfigurationAdmin.class).getConfiguration(LOGGING, "?");
        logging.update(FrameworkUtil.asDictionary(Map.of("log4j2.rootLogger.level", "INFO")));

        framework.save(CFG, "log.level=DEBUG\n");
        await().untilAsserted(() -> assertThat(logging(LEVEL)).isEqualTo("DEBUG"));
        assertThat(logging("log4j2.logger.io-mistersmith-threads.name")).isEqualTo("io.mistersmith.threads");
        assertThat(logging("log4j2.rootLogger.level")).isEqualTo("INFO");
        assertThat(Objects.requireNonNull(logging.getProperties()).get(LEVEL))
                .as("stored")
                .isNull();

        framework.save(CFG, "log.level=DEFAULT\n");
        await().untilAsserted(() -> assertThat(logging(LEVEL)).isNull());
    }

    @Test
    void badValuesAreNamedAndChangeNothing() throws Exception {
        framework.service(ThreadPools.class);

        framework.save(CFG, "enabled=no\nlog.level=LOUD\nhealth.check.interval.ms=10\n");

        await().untilAsserted(() -> assertThat(problems())
                .contains("enabled=no is not true or false")
                .contains("log.level=LOUD is not one of DEFAULT, TRACE, DEBUG, INFO, WARN, ERROR, OFF")
                .contains("health.check.interval.ms=10 is not a whole number 1000..3600000"));
        assertThat(isOff()).isFalse();
    }

    @Test
    void aPartWithoutAMetatypeTakesThemTooAndTheGuardItselfIsAlwaysOn() throws Exception {
        framework.save("io.mistersmith.configuration.cfg", "log.level=WARN\nenabled=false\n");
        framework
                .service(ConfigurationAdmin.class)
                .getConfiguration("io.mistersmith.configuration", "?")
                .getProcessedProperties(null);

        await().untilAsserted(() -> {
            read("io.mistersmith.configuration");
            assertThat(problems()).contains("enabled=*** is not a known key").doesNotContain("log.level");
        });
    }

    private boolean isOff() {
        return framework.context().getServiceReference(ThreadPools.class) == null;
    }

    private String problems() {
        StringBuilder all = new StringBuilder();
        framework.service(ConfigurationProblems.class).list().stream()
                .map(ConfigurationProblem::message)
                .forEach(all::append);
        return all.toString();
    }

    private @Nullable Object logging(String key) throws IOException {
        Dictionary<String, Object> inForce = read(LOGGING);
        return inForce == null ? null : inForce.get(key);
    }

    private @Nullable Dictionary<String, Object> read(String pid) throws IOException {
        return framework
                .service(ConfigurationAdmin.class)
                .getConfiguration(pid, "?")
                .getProcessedProperties(null);
    }
}
