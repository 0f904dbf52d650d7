package io.mistersmith.pools.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mistersmith.pools.internal.ThreadsWork;
import io.mistersmith.pools.internal.engine.Borrower;
import io.mistersmith.pools.internal.engine.PoolSettings;
import io.mistersmith.pools.internal.security.Credentials;
import io.mistersmith.pools.internal.security.TestCertificates;
import io.mistersmith.pools.internal.security.TlsSettings;
import io.mistersmith.testkit.RealThreadPools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.osgi.PGDataSourceFactory;

/** The same keys as for Redis, against a real PostgreSQL; certificates and passwords change below a pool that is in use. */
@Timeout(60)
class JdbcTlsTest {

    private static final Duration LONG = Duration.ofSeconds(10);
    private static final String SUBJECT = "select client_dn from pg_stat_ssl where pid = pg_backend_pid()";
    private static final String SELF = "select pg_backend_pid()";

    private final RealThreadPools threads = RealThreadPools.unbounded();
    private final Path folder;
    private final TestCertificates ca;
    private @Nullable JdbcEngine engine;

    JdbcTlsTest(@TempDir Path folder) throws Exception {
        this.folder = folder;
        this.ca =
                new TestCertificates(folder, "ca").issue("server", "127.0.0.1").issue("client", "client.example");
    }

    @BeforeEach
    void secure() throws Exception {
        Postgres.secure();
        serve("server");
    }

    @AfterEach
    void close() {
        if (engine != null) {
            engine.close();
        }
        threads.close();
    }

    @AfterAll
    static void insecure() throws SQLException {
        Postgres.run("alter system reset all", "select pg_reload_conf()");
    }

    private void serve(String as) throws Exception {
        Postgres.serve(ca.cert(as), ca.key(as), ca.ca());
    }

    private static PoolSettings sizes() {
        PoolSettings shipped = PoolSettings.of(0, 2);
        return new PoolSettings(
                0,
                2,
                100,
                Duration.ofMillis(250),
                shipped.idleTimeout(),
                shipped.maxLifetime(),
                shipped.checkInterval(),
                Duration.ofMillis(-1),
                Duration.ofMillis(20),
                Duration.ofSeconds(2),
                shipped.leakThreshold(),
                Duration.ZERO);
    }

    private static JdbcSettings settings(String role, String password, @Nullable TlsSettings tls) {
        return new JdbcSettings(
                "jdbc:postgresql://127.0.0.1:" + Postgres.server().port() + "/postgres",
                new Credentials(role, password, tls),
                "",
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                ConnectionDefaults.SHIPPED);
    }

    private PooledDataSource source(JdbcSettings settings) {
        if (engine != null) {
            engine.close();
        }
        engine = new JdbcEngine("orders", settings, sizes());
        engine.seats().work(new ThreadsWork(threads));
        engine.database().driver(new PGDataSourceFactory());
        return new PooledDataSource(engine, new Borrower("shop 1.0.0"));
    }

    private PooledDataSource source(@Nullable TlsSettings tls) {
        return source(settings(Postgres.MUTUAL, "", tls));
    }

    private TlsSettings mutual(Path trusted) {
        return TlsSettings.trusting(trusted.toString())
                .showing(ca.cert("client").toString(), ca.key("client").toString());
    }

    private TlsSettings stores(String lowest, boolean verifyHost) throws Exception {
        return new TlsSettings(
                "",
                "",
                "",
                new TlsSettings.Store(ca.keystore("client").toString(), "secret"),
                new TlsSettings.Store(ca.truststore("PKCS12").toString(), "secret"),
                verifyHost,
                lowest);
    }

    private static String text(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static String text(PooledDataSource source, String query) throws SQLException {
        try (Connection connection = source.getConnection()) {
            return text(connection, query);
        }
    }

    /** The server reads its settings a moment after it is told to. */
    private static void assertSoon(PooledDataSource source, String query, String result) {
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(text(source, query)).isEqualTo(result));
    }

    private static void assertRefused(PooledDataSource source, String why) {
        await().atMost(LONG).pollInterval(Duration.ofMillis(20)).untilAsserted(() -> assertThatThrownBy(
                        source::getConnection)
                .isInstanceOf(SQLTransientConnectionException.class)
                .hasMessageContaining("pool=orders")
                .hasMessageContaining(why));
    }

    @Test
    void mutualTlsWorksFromPemFilesAndFromStores() throws Exception {
        assertSoon(source(mutual(ca.ca())), SUBJECT, "/CN=client");
        PooledDataSource newest = source(stores("TLSv1.3", true));
        assertSoon(newest, SUBJECT, "/CN=client");
        assertThat(text(newest, "select version from pg_stat_ssl where pid = pg_backend_pid()"))
                .isEqualTo("TLSv1.3");
    }

    @Test
    void whatIsWrongIsRefusedAndNamed() throws Exception {
        assertSoon(source(mutual(ca.ca())), SUBJECT, "/CN=client");

        assertRefused(
                source(TlsSettings.trusting(ca.ca().toString())), "connection requires a valid client certificate");
        assertRefused(
                source(mutual(new TestCertificates(folder, "stranger").ca())),
                "unable to find valid certification path");
        Postgres.run("alter system set ssl_max_protocol_version = 'TLSv1.2'", "select pg_reload_conf()");
        assertRefused(source(stores("TLSv1.3", true)), "protocol");
        Postgres.run("alter system reset ssl_max_protocol_version");
        ca.issue("elsewhere", "elsewhere.example");
        serve("elsewhere");
        assertRefused(source(mutual(ca.ca())), "No subject alternative names matching IP address 127.0.0.1");
        assertSoon(source(stores("TLSv1.2", false)), SUBJECT, "/CN=client");
        ca.issue("expired", "127.0.0.1", Duration.ofDays(-1), "EC");
        serve("expired");
        assertRefused(source(mutual(ca.ca())), "NotAfter");
    }

    @Test
    void aRenewedCertificateIsUsedByNewConnectionsAndOldOnesGo() throws Exception {
        PooledDataSource source = source(mutual(ca.ca()));
        assertSoon(source, SUBJECT, "/CN=client");
        String idle;
        try (Connection held = source.getConnection()) {
            idle = text(source, SELF);
            replace("renewed", "client");

            assertSoon(source, SUBJECT, "/CN=renewed");
            assertThat(text(held, SUBJECT)).as("still borrowed").isEqualTo("/CN=client");
        }
        await().atMost(LONG).until(() -> text(source, alive(idle)).equals("f"));
        assertThat(text(source, SUBJECT)).isEqualTo("/CN=renewed");
    }

    private void replace(String by, String what) throws Exception {
        ca.issue(by, "client.example");
        Files.copy(ca.cert(by), ca.cert(what), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(ca.key(by), ca.key(what), StandardCopyOption.REPLACE_EXISTING);
    }

    private static String alive(String pid) {
        return "select exists(select 1 from pg_stat_activity where pid = " + pid + ")";
    }

    @Test
    void anotherAuthorityIsTrustedOnceItsFileIsThere() throws Exception {
        PooledDataSource source = source(mutual(ca.ca()));
        assertSoon(source, SUBJECT, "/CN=client");
        try (Connection held = source.getConnection()) {
            TestCertificates next = new TestCertificates(folder, "next").issue("successor", "127.0.0.1");
            Postgres.serve(next.cert("successor"), next.key("successor"), ca.ca());
            Files.copy(next.ca(), ca.ca(), StandardCopyOption.REPLACE_EXISTING);

            assertSoon(source, "select 'through the other'", "through the other");
            assertThat(text(held, SUBJECT)).as("still borrowed").isEqualTo("/CN=client");
        }
    }

    @Test
    void filesThatAreNotThereAreNamedAndTakenOnceTheyAre() throws Exception {
        Path late = folder.resolve("late.pem");
        PooledDataSource source = source(mutual(late));
        assertThatThrownBy(source::getConnection)
                .isInstanceOf(SQLTransientConnectionException.class)
                .hasMessage("Pool unavailable: pool=orders, tls: " + late);

        Files.copy(ca.ca(), late);

        assertSoon(source, SUBJECT, "/CN=client");
    }

    @Test
    void anotherPasswordHoldsForNewConnectionsAndOldOnesGo() throws Exception {
        Postgres.run("alter role named password 'canary-first'");
        PooledDataSource source = source(settings(Postgres.NAMED, "canary-first", null));
        assertSoon(source, "select session_user", "named");
        try (Connection held = source.getConnection()) {
            String idle = text(source, SELF);
            Postgres.run("alter role named password 'canary-second'");
            engine().settings(settings(Postgres.NAMED, "canary-second", null), sizes());

            assertThat(text(source, "select session_user")).isEqualTo("named");
            assertThat(text(held, "select session_user")).as("still borrowed").isEqualTo("named");
            await().atMost(LONG).until(() -> text(source, alive(idle)).equals("f"));
        }
        engine().settings(settings(Postgres.NAMED, "canary-wrong", null), sizes());

        assertThatThrownBy(source::getConnection)
                .hasMessageContaining("password authentication failed for user \"named\"")
                .satisfies(e ->
                        assertThat(e + " " + e.getCause() + engine().status()).doesNotContain("canary"));
    }

    private JdbcEngine engine() {
        return Objects.requireNonNull(engine);
    }

    @Test
    void tlsIsRefusedForDriversOfWhichItIsNotKnown() {
        Credentials encrypted = new Credentials("", "", TlsSettings.trusting(""));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new JdbcSettings(
                        "jdbc:sqlite:x",
                        encrypted,
                        "org.sqlite.JDBC",
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        ConnectionDefaults.SHIPPED))
                .withMessage("tls.enabled=true, and of this driver it is not known how");
    }
}
