package io.mistersmith.eventstore.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StorePlaceTest {

    private static final Map<String, String> LAUNCHER = Map.of(
            "karaf.base", "/srv/home",
            "karaf.data", "/srv/home/data",
            "mistersmith.home.name", "./home");

    @Test
    void emptyPathIsTheHomesOwn() {
        StorePlace place = StorePlace.of("", LAUNCHER::get);

        assertThat(place.file()).isEqualTo(Path.of("/srv/home/data/events.db"));
        assertThat(place.name()).isEqualTo("home/data/events.db");
    }

    @Test
    void relativePathIsWithinTheHome() {
        StorePlace place = StorePlace.of("other/log.db", LAUNCHER::get);

        assertThat(place.file()).isEqualTo(Path.of("/srv/home/other/log.db"));
        assertThat(place.name()).isEqualTo("home/other/log.db");
    }

    @Test
    void fileElsewhereIsNamedInFull() {
        assertThat(StorePlace.of("/mnt/fast/log.db", LAUNCHER::get).name()).isEqualTo("/mnt/fast/log.db");
    }
}
