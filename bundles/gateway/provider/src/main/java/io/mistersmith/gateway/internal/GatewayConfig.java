package io.mistersmith.gateway.internal;

import io.mistersmith.gateway.internal.intake.Limits;
import java.time.Duration;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Keys of {@code etc/io.mistersmith.gateway.cfg}. Address and port are the HTTP server's: org.ops4j.pax.web. */
@ObjectClassDefinition(name = "Mister Smith: Gateway", description = "Events and probes by HTTP")
@interface GatewayConfig {

    String PID = "io.mistersmith.gateway";

    @AttributeDefinition(
            name = "Event size",
            description = "Bytes that one event may have as it is sent.",
            min = "1024",
            max = "16777216")
    int max_event_bytes() default 1 << 20;

    @AttributeDefinition(
            name = "Request size",
            description = "Bytes that the body of a request may have when it is not a stream of lines.",
            min = "1024",
            max = "268435456")
    int max_request_bytes() default 8 << 20;

    @AttributeDefinition(
            name = "Buffered",
            description = "Bytes that all requests together may hold; what comes above is answered with 503.",
            min = "1048576",
            max = "2147483647")
    int max_buffered_bytes() default 64 << 20;

    @AttributeDefinition(
            name = "Window",
            description = "Events of one stream of lines that may wait for their answer; then no more are read.",
            min = "1",
            max = "65536")
    int window() default 256;

    @AttributeDefinition(
            name = "Idle timeout",
            description = "Milliseconds that a client may neither send nor read when it is its turn.",
            min = "1000",
            max = "600000")
    int idle_timeout_ms() default 30_000;

    @AttributeDefinition(
            name = "Body timeout",
            description =
                    "Milliseconds that a body, or one line of a stream, may take from its first byte to its last.",
            min = "1000",
            max = "3600000")
    int body_timeout_ms() default 120_000;

    @AttributeDefinition(
            name = "Head timeout",
            description = "Milliseconds that a connection may be open without the whole head of its next request.",
            min = "1000",
            max = "600000")
    int head_timeout_ms() default 30_000;

    @AttributeDefinition(
            name = "Answer timeout",
            description = "Milliseconds to wait for the store; then the answer is that the outcome is unknown.",
            min = "1000",
            max = "600000")
    int answer_timeout_ms() default 30_000;

    /** The settings as one checked value. */
    final class Reader {

        private Reader() {}

        static Limits limits(GatewayConfig config) {
            return new Limits(
                    config.max_event_bytes(),
                    config.max_request_bytes(),
                    config.max_buffered_bytes(),
                    config.window(),
                    Duration.ofMillis(config.idle_timeout_ms()),
                    Duration.ofMillis(config.body_timeout_ms()),
                    Duration.ofMillis(config.answer_timeout_ms()));
        }
    }
}
