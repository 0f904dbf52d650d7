package io.mistersmith.pools.internal.generic;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

@ObjectClassDefinition(
        name = "Mister Smith: Generic Pool",
        description = "One pool of what a ResourceFactory service makes; the instance's name is the pool's name")
public @interface GenericConfig {

    String PID = "io.mistersmith.pools.generic";

    @AttributeDefinition(
            name = "Factory",
            description = "The property resource.factory of the ResourceFactory service. Empty: the pool's name.")
    String factory() default "";

    @AttributeDefinition(name = "User", description = "Given to the factory. Empty: none.")
    String user() default "";

    @AttributeDefinition(name = "Password", description = "Given to the factory.", type = AttributeType.PASSWORD)
    String password() default "";

    @AttributeDefinition(name = "TLS", description = "Whether the factory is to encrypt connections.")
    boolean tls_enabled() default false;

    @AttributeDefinition(
            name = "CA",
            description =
                    "PEM file with the certificates that are trusted. Empty: tls.truststore, or else the JVM's own.")
    String tls_ca() default "";

    @AttributeDefinition(name = "Certificate", description = "PEM file with the certificate shown to the server.")
    String tls_cert() default "";

    @AttributeDefinition(name = "Key", description = "PEM file with its private key: PKCS #8, not encrypted.")
    String tls_key() default "";

    @AttributeDefinition(
            name = "Key store",
            description = "PKCS #12 or JKS file with certificate and key, instead of tls.cert and tls.key.")
    String tls_keystore() default "";

    @AttributeDefinition(
            name = "Password of the key store",
            description = "For the store and the key in it.",
            type = AttributeType.PASSWORD)
    String tls_keystore_password() default "";

    @AttributeDefinition(
            name = "Trust store",
            description = "PKCS #12 or JKS file with the certificates that are trusted, instead of tls.ca.")
    String tls_truststore() default "";

    @AttributeDefinition(
            name = "Password of the trust store",
            description = "For the store.",
            type = AttributeType.PASSWORD)
    String tls_truststore_password() default "";

    @AttributeDefinition(
            name = "Check the host",
            description = "Whether the server's certificate must be for the host that is connected to.")
    boolean tls_verify_host() default true;

    @AttributeDefinition(
            name = "Lowest version",
            description = "Lowest version of TLS.",
            options = {@Option(label = "TLSv1.2", value = "TLSv1.2"), @Option(label = "TLSv1.3", value = "TLSv1.3")})
    String tls_min_version() default "TLSv1.2";

    @AttributeDefinition(name = "Minimum", description = "Resources kept ready.", min = "0", max = "4096")
    int min_size() default 0;

    @AttributeDefinition(name = "Maximum", description = "Resources there may be.", min = "1", max = "4096")
    int max_size() default 10;

    @AttributeDefinition(name = "Waiting", description = "Calls that may wait.", min = "1", max = "1048576")
    int max_waiting() default 10_000;

    @AttributeDefinition(
            name = "Acquire timeout",
            description = "A call that says nothing else waits for so many milliseconds.",
            min = "0",
            max = "3600000")
    long acquire_timeout_ms() default 5_000;

    @AttributeDefinition(
            name = "Idle timeout",
            description =
                    "A resource above the minimum that is unused for so many milliseconds is destroyed. 0: never.",
            min = "0",
            max = "86400000")
    long idle_timeout_ms() default 600_000;

    @AttributeDefinition(
            name = "Lifetime",
            description = "A resource older than this many milliseconds is replaced. 0: never.",
            min = "0",
            max = "604800000")
    long max_lifetime_ms() default 1_800_000;

    @AttributeDefinition(
            name = "Check interval",
            description =
                    "Milliseconds between two checks of an idle resource, and of whether making one works again. 0: no checks.",
            min = "0",
            max = "86400000")
    long check_interval_ms() default 30_000;

    @AttributeDefinition(
            name = "Validate after",
            description =
                    "A resource unused for so many milliseconds is checked before it is lent. 0: each time; -1: never.",
            min = "-1",
            max = "86400000")
    long validate_after_ms() default 10_000;

    @AttributeDefinition(
            name = "Eviction interval",
            description = "Milliseconds between two looks at all resources: idle, old, overdue.",
            min = "10",
            max = "3600000")
    long eviction_interval_ms() default 1_000;

    @AttributeDefinition(
            name = "Call timeout",
            description = "A call that makes, checks or destroys a resource is interrupted after so many milliseconds.",
            min = "10",
            max = "600000")
    long call_timeout_ms() default 5_000;

    @AttributeDefinition(
            name = "Leak threshold",
            description = "A lease held for so many milliseconds is reported. 0: never, and no stack is kept.",
            min = "0",
            max = "86400000")
    long leak_threshold_ms() default 60_000;

    @AttributeDefinition(
            name = "Leak reclaim",
            description = "A lease held for so many milliseconds is taken back. 0: never.",
            min = "0",
            max = "86400000")
    long leak_reclaim_ms() default 0;

    @AttributeDefinition(
            name = "Drain timeout",
            description =
                    "What is still borrowed so many milliseconds after the pool's file was deleted is taken back.",
            min = "0",
            max = "3600000")
    long drain_timeout_ms() default 10_000;
}
