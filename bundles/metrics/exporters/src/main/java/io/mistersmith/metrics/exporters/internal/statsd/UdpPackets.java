package io.mistersmith.metrics.exporters.internal.statsd;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Sends lines, as many in each packet as fit. */
final class UdpPackets {

    private UdpPackets() {}

    /**
     * Sends all lines; returns when they are handed to the network.
     *
     * @throws IOException if the host has no address, or says that nobody listens there
     */
    static void send(String host, int port, int packetBytes, List<String> lines) throws IOException {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new IOException("its host has no address");
        }
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.connect(address); // so that "nobody listens there" comes back
            ByteArrayOutputStream packet = new ByteArrayOutputStream(packetBytes);
            for (String line : lines) {
                byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
                if (packet.size() > 0 && packet.size() + 1 + bytes.length > packetBytes) {
                    flush(channel, packet);
                }
                if (packet.size() > 0) {
                    packet.write('\n');
                }
                packet.write(bytes, 0, bytes.length);
            }
            if (packet.size() > 0) {
                flush(channel, packet);
            }
        }
    }

    private static void flush(DatagramChannel channel, ByteArrayOutputStream packet) throws IOException {
        int sent = channel.write(ByteBuffer.wrap(packet.toByteArray()));
        if (sent < packet.size()) {
            throw new IOException("sent " + sent + " of " + packet.size() + " bytes");
        }
        packet.reset();
    }
}
