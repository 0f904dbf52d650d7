package io.mistersmith.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The archive, unpacked by root, used by somebody who may write nothing but his home. */
class ReadOnlyInstallIT {

    private static final String NOBODY = "65534";

    @Test
    void runsFromAReadOnlyInstallationAsAnUnprivilegedUser() throws IOException {
        assumeTrue("0".equals(id("-u")), "only root can become somebody else");
        Path root = Files.createTempDirectory("read only ");
        Path install = root.resolve("install");
        Files.createDirectory(install);
        command(
                "tar",
                "-xzf",
                System.getProperty("distribution.archive", ""),
                "--strip-components=1",
                "-C",
                install.toString());
        String before = listing(install);
        Path homes = Files.createDirectory(root.resolve("homes"));
        command("chmod", "-R", "a+rX,a-w", install.toString());
        command("chmod", "a+rx", root.toString());
        Path home = Files.createDirectory(homes.resolve("home"));
        command("chown", "-R", NOBODY + ":" + NOBODY, homes.toString());

        try (Container container =
                Container.in(home, install).by("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups")) {
            container.start();

            assertThat(Files.readString(Path.of("/proc/" + container.pid() + "/status")))
                    .contains("Uid:\t" + NOBODY);
            assertThat(container.shell("echo it runs").strip()).isEqualTo("it runs");
            container.stop();
        }
        assertThat(listing(install)).isEqualTo(before);
        command("rm", "-rf", root.toString());
    }

    private static String listing(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return String.join("\n", files.map(Path::toString).sorted().toList());
        }
    }

    private static String id(String option) {
        return command("id", option).strip();
    }

    private static String command(String... command) {
        return Commands.run(Path.of("/"), Map.of(), Duration.ofMinutes(1), List.of(command))
                .expectSuccess();
    }
}
