package io.mistersmith.itests.karaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;
import static org.ops4j.pax.exam.CoreOptions.systemTimeout;
import static org.ops4j.pax.exam.CoreOptions.vmOptions;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.configureConsole;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.doNotModifyLogConfiguration;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.keepRuntimeFolder;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.replaceConfigurationFile;

import io.mistersmith.lifecycle.Readiness;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.Before;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.ProbeBuilder;
import org.ops4j.pax.exam.TestProbeBuilder;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerSuite;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;

/**
 * Starts the unpacked archive and runs the subclass's tests in it, as a bundle. The home is the installation itself; ports
 * are free ones.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerSuite.class)
public abstract class InContainer {

    /** Longer than anything takes on a busy machine; nothing waits so long when all is well. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** On the side of Maven: what to start, and how. */
    @Configuration
    public Option[] container() throws IOException {
        File folder = new File(System.getProperty("karaf.itests.folder"));
        File repository = new File(System.getProperty("karaf.itests.repository"));
        String karaf = System.getProperty("karaf.itests.karaf");
        File made = File.createTempFile(
                "made", null, Files.createDirectories(folder.toPath()).toFile());
        return new Option[] {
            karafDistributionConfiguration()
                    .frameworkUrl(new File(System.getProperty("karaf.itests.archive"))
                            .toURI()
                            .toString())
                    .karafVersion(karaf)
                    .name("Mister Smith")
                    .unpackDirectory(folder)
                    .useDeployFolder(false),
            keepRuntimeFolder(),
            doNotModifyLogConfiguration(),
            systemTimeout(180_000),
            // What of bin/mistersmith's options the JVM needs; paths are relative to the installation.
            vmOptions(
                    System.getProperty("karaf.itests.jvm"),
                    "-Djava.security.manager=allow",
                    "--add-reads=java.xml=java.logging",
                    "--add-exports=java.base/org.apache.karaf.specs.locator=java.xml,ALL-UNNAMED",
                    "--patch-module=java.base=lib/endorsed/org.apache.karaf.specs.locator-" + karaf + ".jar",
                    "--patch-module=java.xml=lib/endorsed/org.apache.karaf.specs.java.xml-" + karaf + ".jar",
                    "--add-opens=java.base/java.security=ALL-UNNAMED",
                    "--add-opens=java.base/java.net=ALL-UNNAMED",
                    "--add-opens=java.base/java.lang=ALL-UNNAMED",
                    "--add-opens=java.base/java.util=ALL-UNNAMED"),
            configureConsole().ignoreLocalConsole().ignoreRemoteShell(),
            // The bundles of Pax Exam lie where Maven put them.
            editConfigurationFilePut(
                    "etc/org.ops4j.pax.url.mvn.cfg",
                    "org.ops4j.pax.url.mvn.defaultRepositories",
                    "${karaf.home.uri}${karaf.default.repository}@id=system.repository@snapshots, " + repository.toURI()
                            + "@id=maven@snapshots"),
            // The folders that bin/mistersmith makes: a file brings its folder along.
            replaceConfigurationFile("data/run/.made", made),
            replaceConfigurationFile("data/tmp/.made", made),
            replaceConfigurationFile("deploy/.made", made),
            editConfigurationFilePut("etc/org.ops4j.pax.web.cfg", "org.osgi.service.http.port", freePort()),
            editConfigurationFilePut("etc/org.apache.karaf.shell.cfg", "sshPort", freePort()),
            editConfigurationFilePut("etc/io.mistersmith.metrics.prometheus-default.cfg", "port", "0"),
            systemProperty("mistersmith.home.name").value("./home"),
        };
    }

    /** On the side of Maven: the tests' bundle brings its libraries along, because the container has none for tests. */
    @ProbeBuilder
    public TestProbeBuilder probe(TestProbeBuilder probe) {
        return probe.setHeader("Bundle-ClassPath", ".,lib/assertj-core.jar,lib/awaitility.jar,lib/hamcrest.jar")
                .setHeader("DynamicImport-Package", "*");
    }

    @Before
    public void containerIsReady() {
        await("the container is ready")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(get(Readiness.class).missing()).isEmpty());
    }

    /** The context of the tests' own bundle. */
    static BundleContext context() {
        return FrameworkUtil.getBundle(InContainer.class).getBundleContext();
    }

    /** The service as the tests' bundle sees it; waits for it. */
    static <S> S get(Class<S> type) {
        return get(context(), type);
    }

    /** The service as the bundle of this context sees it; waits for it. */
    static <S> S get(BundleContext user, Class<S> type) {
        return await("a " + type.getSimpleName())
                .atMost(PATIENCE)
                .ignoreException(IllegalStateException.class)
                .until(
                        () -> {
                            ServiceReference<S> reference = user.getServiceReference(type);
                            return reference == null ? null : user.getService(reference);
                        },
                        service -> service != null);
    }

    private static String freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return Integer.toString(socket.getLocalPort());
        }
    }
}
