package io.mistersmith.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.mistersmith.configuration.ConfigurationProblems;
import io.mistersmith.pools.ResourcePools;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.Hashtable;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleException;
import org.osgi.service.jdbc.DataSourceFactory;
import org.postgresql.osgi.PGDataSourceFactory;

/** A pool of database connections as a file and as services, on a real PostgreSQL. */
class JdbcPoolInFrameworkTest {

    private static final String CFG = "io.mistersmith.pools.jdbc-orders.cfg";
    private static final String NAMED = "(pool.name=orders)";

    private static EmbeddedPostgres server;

    private final TestFramework framework;

    JdbcPoolInFrameworkTest(@TempDir Path folder) throws BundleException, IOException {
        framework = TestFramework.open(
                folder.toRealPath().resolve("home"),
                "io.mistersmith.threads.provider",
                "io.mistersmith.resilience.provider",
                "com.zaxxer.HikariCP",
                "io.mistersmith.pools.provider");
        framework
                .context()
                .registerService(
                        DataSourceFactory.class,
                        new PGDataSourceFactory(),
                        new Hashtable<>(Map.of(DataSourceFactory.OSGI_JDBC_DRIVER_CLASS, "org.postgresql.Driver")));
    }

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedPostgres.builder().start();
    }

    @AfterAll
    static void end() throws IOException {
        server.close();
    }

    @AfterEach
    void close() throws BundleException {
        framework.close();
    }

    private static String file(String options) {
        return "url=jdbc:postgresql://localhost:" + server.getPort() + "/postgres" + options + "\nuser=postgres\n";
    }

    private static String applicationName(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("show application_name")) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    @Test
    void aDataSourceComesStaysTheSameObjectThroughChangesAndGoesWithItsFile() throws Exception {
        framework.save(CFG, file("?ApplicationName=one") + "max.size=3\n");
        DataSource source = framework.service(DataSource.class, NAMED);
        assertThat(applicationName(source)).isEqualTo("one");
        ResourcePools operators = framework.service(ResourcePools.class);
        assertThat(operators.pool("orders").kind()).isEqualTo("jdbc");
        assertThat(operators.pool("orders").acquired()).isEqualTo(1);

        framework.save(CFG, file("?ApplicationName=two") + "max.size=5\n");
        await().until(() -> operators.pool("orders").max() == 5);
        assertThat(applicationName(source)).isEqualTo("two");

        framework.save(CFG, file("?socketFactory=a.B") + "max.size=6\n");
        ConfigurationProblems problems = framework.service(ConfigurationProblems.class);
        await().until(() ->
                problems.list().stream().anyMatch(one -> one.reason().contains("has the option \"socketfactory\"")));
        assertThat(operators.pool("orders").max()).isEqualTo(5);
        assertThat(applicationName(source)).isEqualTo("two");

        Files.delete(framework.etc(CFG));
        await().until(() -> framework
                .context()
                .getServiceReferences(DataSource.class, NAMED)
                .isEmpty());
        assertThatThrownBy(source::getConnection)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("Pool closed");
    }

    @Test
    void aNewFileWithABadUrlIsAPoolThatSaysSoAndWorksOnceItIsMended() throws Exception {
        framework.save(CFG, file("?socketFactory=a.B"));
        DataSource source = framework.service(DataSource.class, NAMED);
        ResourcePools operators = framework.service(ResourcePools.class);
        assertThatThrownBy(source::getConnection)
                .isInstanceOf(SQLTransientConnectionException.class)
                .hasMessage("Pool unavailable: pool=orders, url is not set; set it in the pool's file");
        assertThat(operators.pool("orders").lastFailure()).isEqualTo("url is not set; set it in the pool's file");

        framework.save(CFG, file("?ApplicationName=mended"));

        await().until(() -> operators.pool("orders").lastFailure() == null);
        assertThat(applicationName(source)).isEqualTo("mended");
    }

    @Test
    void anOpenBreakerLetsNobodyWait() throws Exception {
        framework.save("io.mistersmith.resilience.breaker-database.cfg", "open.ms=3600000\n");
        CircuitBreaker breaker = framework.service(CircuitBreaker.class, "(resilience.name=database)");
        framework.save(CFG, file("") + "breaker=database\n");
        DataSource source = framework.service(DataSource.class, NAMED);
        source.getConnection().close();

        breaker.transitionToOpenState();

        assertThatThrownBy(source::getConnection)
                .isInstanceOf(SQLTransientConnectionException.class)
                .hasMessage("Pool unavailable: pool=orders, breaker database is open");
        breaker.transitionToClosedState();
        source.getConnection().close();
    }
}
