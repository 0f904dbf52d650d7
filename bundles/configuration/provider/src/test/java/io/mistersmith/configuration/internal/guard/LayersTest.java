package io.mistersmith.configuration.internal.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.configuration.internal.files.ConfigFolder;
import io.mistersmith.configuration.internal.schema.Designate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayersTest {

    private static final String PID = "io.mistersmith.examples.orders";

    private final Path file;
    private final Path folder;
    private final ConfigFolder mounted;
    private final Layers layers;
    private final Designate orders = Schemas.ordersDesignate();
    private Map<String, Object> stored = Map.of();
    private long modified = 1_000_000;
    private long now = 10_000_000;

    LayersTest(@TempDir Path home) throws IOException {
        file = Files.createDirectories(home.resolve("etc")).resolve(PID + ".cfg");
        folder = Files.createDirectories(home.resolve("folder"));
        mounted = new ConfigFolder(folder, StandardCharsets.UTF_8, name -> null);
        layers = new Layers(new HomeName("./home"), mounted, StandardCharsets.UTF_8, System::getProperty);
    }

    @Test
    void theFolderWinsKeyByKey() throws IOException {
        inFolder("mode=SAFE");

        assertThat(edited("large.above=1", "mode=FAST"))
                .containsEntry("large.above", "1")
                .containsEntry("mode", "SAFE");
        assertThat(origin("large.above")).isEqualTo("home/etc/" + PID + ".cfg:1");
        assertThat(origin("mode")).isEqualTo(folder.resolve(PID + ".cfg") + ":1");
    }

    @Test
    void aValueSetWhileRunningWinsOverBothAndOutlivesEditsOfOtherKeys() throws IOException {
        inFolder("mode=SAFE");
        edited("large.above=1", "mode=FAST");

        assertThat(set("large.above", "2")).containsEntry("large.above", "2");
        assertThat(set("mode", "FAST!")).containsEntry("mode", "FAST!");
        assertThat(edited("large.above=1", "mode=FAST", "hosts=x"))
                .containsEntry("large.above", "2")
                .containsEntry("mode", "FAST!")
                .containsEntry("hosts", "x");
        assertThat(origin("large.above")).isEqualTo("run-time");
    }

    @Test
    void aLaterEditOfTheSameKeyWinsOverWhatWasSet() throws IOException {
        edited("large.above=1", "mode=FAST");
        set("large.above", "2");

        assertThat(edited("large.above=3", "mode=FAST")).containsEntry("large.above", "3");
        assertThat(origin("large.above")).isEqualTo("home/etc/" + PID + ".cfg:1");
    }

    @Test
    void aLaterEditOfTheSameKeyInTheFolderWinsOverWhatWasSet() throws IOException {
        inFolder("mode=SAFE");
        edited("large.above=1");
        set("mode", "FAST");

        inFolder("mode=SLOW");

        assertThat(again()).containsEntry("mode", "SLOW");
    }

    @Test
    void settingAKeyBackToWhatTheFileSaysEndsIt() throws IOException {
        edited("large.above=1", "mode=FAST");
        set("large.above", "2");

        set("large.above", "1");

        assertThat(origin("large.above")).isEqualTo("home/etc/" + PID + ".cfg:1");
    }

    @Test
    void anOlderTextThatFileInstallWasAtIsNotTakenForWhatAProgramSet() throws IOException {
        edited("large.above=1", "mode=FAST");
        write("large.above=3", "mode=FAST");
        set("large.above", "2"); // the text before that, still on its way
        write("large.above=4", "mode=FAST");
        set("large.above", "3");

        assertThat(edited("large.above=4", "mode=SAFE"))
                .containsEntry("large.above", "4")
                .containsEntry("mode", "SAFE");
        assertThat(origin("large.above")).isEqualTo("home/etc/" + PID + ".cfg:1");
        set("large.above", "5");
        assertThat(edited("large.above=4", "mode=FAST"))
                .as("set by a program since")
                .containsEntry("large.above", "5");
    }

    @Test
    void aKeyTakenAwayWhileRunningStaysAway() throws IOException {
        edited("large.above=1", "mode=FAST");
        Map<String, Object> without = new LinkedHashMap<>(stored);
        without.remove("mode");
        stored = without;
        again();

        assertThat(edited("large.above=5", "mode=FAST"))
                .doesNotContainKey("mode")
                .containsEntry("large.above", "5");
    }

    @Test
    void anEditOfAnotherKeyThatIsNotTakenYetIsNotLost() throws IOException {
        edited("large.above=1", "mode=FAST");
        write("large.above=1", "mode=SAFE");

        set("large.above", "2");

        assertThat(edited("large.above=1", "mode=SAFE"))
                .containsEntry("mode", "SAFE")
                .containsEntry("large.above", "2");
        assertThat(origin("mode")).isEqualTo("home/etc/" + PID + ".cfg:2");
    }

    @Test
    void withoutAFileWhatIsStoredWasSetUnlessItIsFromAnEarlierRun() throws IOException {
        inFolder("mode=SAFE");
        Map<String, Object> values = Map.of("service.pid", PID, "mode", "FAST");

        assertThat(layers.merge(new Target(PID, orders, null), values)).containsEntry("mode", "FAST");

        layers.deleted(PID);
        layers.kept(PID);
        assertThat(layers.merge(new Target(PID, orders, null), values)).containsEntry("mode", "SAFE");
    }

    @Test
    void aFileThatIsWrittenInPlaceIsHandedOutOnceItIsQuietAndOneThatIsReplacedAtOnce() throws IOException {
        List<Runnable> later = new ArrayList<>();
        List<String> redelivered = new ArrayList<>();
        layers.hold(Clock.fixed(Instant.ofEpochMilli(9_000), ZoneOffset.UTC), (d, w) -> later.add(w), redelivered::add);
        edited("large.above=1");
        modified = 7_700; // the next write is 300 ms ago

        assertThat(edited("large.above=2")).as("being written").containsEntry("large.above", "1");
        assertThat(again()).containsEntry("large.above", "1");
        later.remove(0).run();
        assertThat(later).isEmpty();
        assertThat(redelivered).containsExactly(PID);
        Files.setLastModifiedTime(file, FileTime.fromMillis(8_400));
        assertThat(again()).as("600 ms later").containsEntry("large.above", "2");

        modified = 7_700;
        Files.move(file, file.resolveSibling("old"));
        assertThat(edited("large.above=3")).as("another file").containsEntry("large.above", "3");
    }

    @Test
    void aVariableInTheFileIsNotTakenForASettingOfAProgram() throws IOException {
        edited("large.above=${limit}");
        stored = Map.of("service.pid", PID, "large.above", "7");

        assertThat(again()).containsEntry("large.above", "7");
        assertThat(origin("large.above")).isEqualTo("home/etc/" + PID + ".cfg:1");
    }

    private void inFolder(String... lines) throws IOException {
        Path there = Files.write(folder.resolve(PID + ".cfg"), List.of(lines));
        Files.setLastModifiedTime(there, FileTime.fromMillis(now += 1_000));
        mounted.look(now += 10_000);
    }

    private void write(String... lines) throws IOException {
        Files.write(file, List.of(lines));
        Files.setLastModifiedTime(file, FileTime.fromMillis(modified += 1_000));
    }

    /** Saves these lines, and hands them on as File Install does. */
    private Map<String, Object> edited(String... lines) throws IOException {
        write(lines);
        Map<String, Object> values = new LinkedHashMap<>(Map.of("service.pid", PID));
        for (String line : lines) {
            values.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
        }
        stored = values;
        return again();
    }

    private Map<String, Object> set(String key, String value) {
        Map<String, Object> values = new LinkedHashMap<>(stored);
        values.put(key, value);
        stored = values;
        return again();
    }

    private Map<String, Object> again() {
        return layers.merge(target(), stored);
    }

    private String origin(String key) {
        return layers.sources(target()).of(key).words();
    }

    private Target target() {
        return new Target(PID, orders, file);
    }
}
