package io.mistersmith.metrics.exporters.internal.statsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mistersmith.metrics.Counter;
import io.mistersmith.metrics.Metrics;
import io.mistersmith.metrics.internal.OldAndRecent;
import io.mistersmith.metrics.internal.RealMetrics;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatsdTest {

    private final RealMetrics real = new RealMetrics();
    private final Metrics metrics = real.metrics();
    private final StatsdLines tagged = new StatsdLines(true);

    @Test
    void countersAreSentAsGrowthSinceTheLastExportThatWentOut() {
        Counter counter =
                metrics.counter("flagged_total", "Flagged", "currency").with("EUR");
        counter.increment(5);
        assertThat(ours(tagged)).as("what was counted before").isEmpty();
        tagged.sent();

        counter.increment(3);
        assertThat(ours(tagged)).containsExactly("flagged_total:3|c|#currency:EUR");
        counter.increment(1);
        assertThat(ours(tagged)).as("the one before did not go out").containsExactly("flagged_total:4|c|#currency:EUR");
        tagged.sent();
        assertThat(ours(tagged)).as("nothing grew").isEmpty();

        metrics.counter("flagged_total", "Flagged", "currency").with("USD").increment(2);
        assertThat(ours(tagged)).containsExactly("flagged_total:2|c|#currency:USD");
    }

    @Test
    void gaugesAreSentAsTheyAreAndNegativeOnesAreNotTakenForADifference() {
        metrics.gauge("fill_ratio", "Fill").get().set(0.25);
        metrics.gauge("level_celsius", "Level").get().set(-3);
        metrics.gauge("bad_ratio", "Bad", () -> Double.NaN);

        assertThat(ours(tagged)).containsExactly("fill_ratio:0.25|g", "level_celsius:0|g", "level_celsius:-3|g");
    }

    @Test
    void timersAreSentAsCountAndQuantilesInSeconds() {
        metrics.timer("call_seconds", "Calls", "op").with("a").record(2_000_000);
        tagged.sent();

        assertThat(ours(tagged))
                .contains(
                        "call_seconds.count:1|c|#op:a",
                        "call_seconds.p50:0.002|g|#op:a",
                        "call_seconds.p999:0.002|g|#op:a",
                        "call_seconds.max:0.002|g|#op:a")
                .hasSize(7);
    }

    @Test
    void quantilesAreThoseOfTheLastWindow() {
        assertThat(tagged.of(OldAndRecent.calls()))
                .anyMatch(line -> line.startsWith("call_seconds.p99:0.00"))
                .contains("call_seconds.max:1|g");
    }

    @Test
    void withoutTagsLabelsArePartsOfTheName() {
        metrics.gauge("fill_ratio", "Fill", "q", "z").with("a.b c", "d").set(1);

        assertThat(ours(new StatsdLines(false))).containsExactly("fill_ratio.a_b_c.d:1|g");
    }

    @Test
    void whatWouldBreakALineIsReplaced() {
        metrics.gauge("fill_ratio", "Fill", "q").with("a|b,c#d:e\nf").set(1);

        assertThat(ours(tagged)).containsExactly("fill_ratio:1|g|#q:a_b_c_d_e_f");
    }

    @Test
    void linesAreSentInPacketsOfTheSizeThatIsAllowed() throws IOException {
        try (DatagramSocket server = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            server.setSoTimeout(5_000);
            List<String> lines =
                    IntStream.range(0, 40).mapToObj(i -> "line_" + i + ":1|c").toList();

            UdpPackets.send("127.0.0.1", server.getLocalPort(), 128, lines);

            List<String> received = new ArrayList<>();
            while (received.size() < lines.size()) {
                DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
                server.receive(packet);
                assertThat(packet.getLength()).isBetween(1, 128);
                String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
                received.addAll(text.lines().toList());
            }
            assertThat(received).isEqualTo(lines);
        }
    }

    @Test
    void aServerThatIsNotThereIsAFailure() throws IOException {
        int port;
        try (DatagramSocket unused = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            port = unused.getLocalPort();
        }
        List<String> lines =
                IntStream.range(0, 1_000).mapToObj(i -> "line_" + i + ":1|c").toList();

        assertThatThrownBy(() -> UdpPackets.send("127.0.0.1", port, 128, lines)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> UdpPackets.send("no.such.host.invalid", port, 128, lines))
                .isInstanceOf(IOException.class)
                .hasMessage("its host has no address");
    }

    /** Without the lines about the meters' own state. */
    private List<String> ours(StatsdLines lines) {
        return lines.of(real.families()).stream()
                .filter(line -> !line.startsWith("mistersmith_"))
                .toList();
    }
}
