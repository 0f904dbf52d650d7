package io.mistersmith.lifecycle.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HomeTest {

    private final Map<String, String> properties =
            Map.of("karaf.base", "/srv/ms", "karaf.etc", "/srv/etc", "mistersmith.home.name", "./home");
    private final Home home = Home.of(properties::get);

    @Test
    void filesAreShownAsTheHomeWasTyped() {
        assertThat(home.show(Path.of("/srv/ms/data/replaced/orders.jar"))).isEqualTo("home/data/replaced/orders.jar");
        assertThat(home.show(Path.of("/srv/etc/x.cfg"))).isEqualTo("home/etc/x.cfg");
        assertThat(home.show(home.deploy())).isEqualTo("home/deploy");
        assertThat(home.show(Path.of("/tmp/x.jar"))).isEqualTo("/tmp/x.jar");
    }

    @Test
    void homeWithoutANameIsShownByItsPath() {
        Home bare = Home.of(Map.of("karaf.base", "/srv/ms")::get);

        assertThat(bare.show(bare.deploy())).isEqualTo("/srv/ms/deploy");
    }
}
