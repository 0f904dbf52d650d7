package io.mistersmith.pools.internal.jdbc;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

@ObjectClassDefinition(
        name = "Mister Smith: JDBC Pool",
        description = "One pool of database connections; the instance's name is the pool's name")
public @interface JdbcConfig {

    String PID = "io.mistersmith.pools.jdbc";

    @AttributeDefinition(
            name = "URL",
            description = "JDBC URL, such as jdbc:postgresql://host:5432/orders. Only harmless options are taken.")
    String url();

    @AttributeDefinition(name = "User", description = "Who connects. Empty: none.")
    String user() default "";

    @AttributeDefinition(name = "Password", description = "Of the user.", type = AttributeType.PASSWORD)
    String password() default "";

    @AttributeDefinition(
            name = "Driver",
            description =
                    "Class of the driver, as osgi.jdbc.driver.class of its DataSourceFactory. Empty: PostgreSQL's.")
    String driver_class() default "";

    @AttributeDefinition(
            name = "Connect timeout",
            description = "A connection that takes so many milliseconds to open fails; whole seconds for PostgreSQL.",
            min = "1000",
            max = "600000")
    long connect_timeout_ms() default 3_000;

    @AttributeDefinition(
            name = "Socket timeout",
            description =
                    "A connection that answers nothing for so many milliseconds fails; whole seconds for PostgreSQL.",
            min = "1000",
            max = "86400000")
    long socket_timeout_ms() default 30_000;

    @AttributeDefinition(
            name = "Reset",
            description =
                    "What is undone when a connection is returned. tracked: an open transaction and what JDBC's methods changed."
                            + " session: also what SQL changed in the session, in one round trip; PostgreSQL only.",
            options = {@Option(label = "tracked", value = "tracked"), @Option(label = "session", value = "session")})
    String reset() default "tracked";

    @AttributeDefinition(
            name = "Initial SQL",
            description =
                    "Statements that run on each new connection, and again after each reset with reset=session. Empty: none.")
    String init_sql() default "";

    @AttributeDefinition(
            name = "Isolation",
            description = "Isolation of transactions. default: as the database has it.",
            options = {
                @Option(label = "default", value = "default"),
                @Option(label = "read_uncommitted", value = "read_uncommitted"),
                @Option(label = "read_committed", value = "read_committed"),
                @Option(label = "repeatable_read", value = "repeatable_read"),
                @Option(label = "serializable", value = "serializable")
            })
    String transaction_isolation() default "default";

    @AttributeDefinition(
            name = "Read only",
            description = "Whether transactions are read-only unless the borrower changes that.")
    boolean read_only() default false;

    @AttributeDefinition(
            name = "Auto-commit",
            description = "Whether each statement is a transaction of its own unless the borrower changes that.")
    boolean auto_commit() default true;

    @AttributeDefinition(
            name = "Test query",
            description = "Query that checks whether a connection works. Empty: the driver's own check.")
    String test_query() default "";

    @AttributeDefinition(
            name = "TLS",
            description = "Whether connections are encrypted; PostgreSQL only. False: as the server asks.")
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

    @AttributeDefinition(
            name = "Breaker",
            description =
                    "Name of a circuit breaker that stands before the database: io.mistersmith.resilience.breaker-NAME.cfg."
                            + " Empty: none.")
    String breaker() default "";

    @AttributeDefinition(name = "Minimum", description = "Connections kept ready.", min = "0", max = "4096")
    int min_size() default 0;

    @AttributeDefinition(name = "Maximum", description = "Connections there may be.", min = "1", max = "4096")
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
                    "A connection above the minimum that is unused for so many milliseconds is closed; 10000 at least. 0: never.",
            min = "0",
            max = "86400000")
    long idle_timeout_ms() default 600_000;

    @AttributeDefinition(
            name = "Lifetime",
            description = "A connection older than this many milliseconds is replaced; 30000 at least. 0: never.",
            min = "0",
            max = "604800000")
    long max_lifetime_ms() default 1_800_000;

    @AttributeDefinition(
            name = "Check interval",
            description =
                    "Milliseconds between two checks of an idle connection; below 30000: no checks. Before it is lent it is checked anyway.",
            min = "0",
            max = "86400000")
    long check_interval_ms() default 30_000;

    @AttributeDefinition(
            name = "Eviction interval",
            description = "Milliseconds between two looks for what is overdue.",
            min = "10",
            max = "3600000")
    long eviction_interval_ms() default 1_000;

    @AttributeDefinition(
            name = "Call timeout",
            description = "A check of a connection fails after so many milliseconds.",
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
