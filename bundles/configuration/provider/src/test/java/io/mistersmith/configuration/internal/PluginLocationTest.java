package io.mistersmith.configuration.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginLocationTest {

    @Test
    void aPluginIsWhatLiesInTheDeployFolderByAnyName(@TempDir Path folder) throws IOException {
        Path deploy = Files.createDirectories(folder.resolve("a home/deploy"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("a home"));
        PluginLocation location = new PluginLocation(link.resolve("./deploy"));

        assertThat(location.holds(deploy.resolve("orders-1.0.jar").toUri().toString()))
                .isTrue();
        assertThat(location.holds(
                        "wrap:" + link.resolve("deploy/orders-1.0.jar").toUri()))
                .isTrue();
        assertThat(location.holds(
                        deploy.resolveSibling("deployed/x.jar").toUri().toString()))
                .isFalse();
        assertThat(location.holds("mvn:io.mistersmith/io.mistersmith.event.provider/0.1.0"))
                .isFalse();
        assertThat(location.holds("file:{not a place}")).isFalse();
    }
}
