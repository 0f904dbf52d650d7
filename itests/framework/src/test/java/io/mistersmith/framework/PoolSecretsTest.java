package io.mistersmith.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.mistersmith.configuration.ConfigurationProblem;
import io.mistersmith.configuration.ConfigurationProblems;
import io.mistersmith.pools.Lease;
import io.mistersmith.pools.ResourceFactory;
import io.mistersmith.pools.ResourcePool;
import io.mistersmith.pools.ResourcePools;
import io.mistersmith.pools.SecurityContext;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import javax.sql.DataSource;
import org.apache.felix.hc.api.HealthCheck;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.jdbc.DataSourceFactory;
import redis.embedded.RedisServer;

/** Passwords of pools, on a real PostgreSQL and a real Redis: they rotate, and are shown nowhere; and what is scraped. */
@Timeout(60)
class PoolSecretsTest {

    private static final Duration LONG = Duration.ofSeconds(10);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static EmbeddedPostgres postgres;
    private static RedisServer redis;
    private static int redisPort;

    private final PrintStream console = System.err;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final int scrapePort = freePort();
    private final TestFramework framework;

    PoolSecretsTest(@TempDir Path folder) throws BundleException, IOException {
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        framework = TestFramework.open(
                folder.toRealPath().resolve("home"),
                "io.dropwizard.metrics.core",
                "io.mistersmith.metrics.provider",
                "io.mistersmith.metrics.exporters",
                "io.mistersmith.threads.provider",
                "io.mistersmith.resilience.provider",
                "org.apache.commons.commons-pool2",
                "json",
                "com.google.gson",
                "redis.clients.authentication.redis-authx-core",
                "redis.clients.jedis",
                "com.zaxxer.HikariCP",
                "org.postgresql.jdbc",
                "io.mistersmith.pools.provider");
        framework.service(DataSourceFactory.class);
        framework.save("io.mistersmith.metrics.prometheus-default.cfg", "port=" + scrapePort + "\n");
    }

    @BeforeAll
    static void start() throws IOException, SQLException {
        postgres = EmbeddedPostgres.builder().start();
        sql("create role shop login password 'canary-first'");
        Path rules = Path.of(sql("show hba_file"));
        Files.writeString(rules, "host all shop all scram-sha-256\n" + Files.readString(rules));
        sql("select pg_reload_conf()");
        redisPort = freePort();
        redis = RedisServer.newRedisServer()
                .port(redisPort)
                .bind("127.0.0.1")
                .onShutdownForceStop(true)
                .setting("save \"\"")
                .setting("requirepass canary-first")
                .build();
        redis.start();
    }

    @AfterAll
    static void end() throws IOException {
        postgres.close();
        redis.stop();
    }

    @AfterEach
    void close() throws BundleException {
        framework.close();
        System.setErr(console);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String sql(String statement) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement one = connection.createStatement()) {
            if (!one.execute(statement)) {
                return "";
            }
            ResultSet rows = one.getResultSet();
            return rows.next() ? rows.getString(1) : "";
        }
    }

    private static String url() {
        return "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres";
    }

    private void secret(String name, String value) throws IOException {
        Path secrets = Files.createDirectories(framework.home().resolve("data/secrets"));
        Path beside = Files.writeString(secrets.resolve(name + ".new"), value);
        Files.move(beside, secrets.resolve(name), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private static String userOf(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select session_user")) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static String userOf(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            return userOf(connection);
        }
    }

    @Test
    void passwordsRotateWithTheirSecretsAndNothingBorrowedIsClosed() throws Exception {
        secret("db", "canary-first");
        secret("cache", "canary-first");
        framework.save(
                "io.mistersmith.pools.jdbc-orders.cfg",
                "url=" + url() + "\nuser=shop\npassword=$[secret:db]\nacquire.timeout.ms=500\n");
        framework.save(
                "io.mistersmith.pools.redis-cache.cfg",
                "port=" + redisPort + "\npassword=$[secret:cache]\nacquire.timeout.ms=500\n");
        DataSource orders = framework.service(DataSource.class, "(pool.name=orders)");
        ResourcePool<?> cache = framework.service(ResourcePool.class, "(pool.name=cache)");
        try (Connection connection = orders.getConnection();
                Lease<?> lease = cache.acquire(LONG)) {
            assertThat(userOf(connection)).isEqualTo("shop");
            sql("alter role shop password 'canary-second'");
            set(lease, "requirepass", "canary-second");

            secret("db", "canary-second");
            secret("cache", "canary-second");

            await().atMost(LONG).ignoreExceptions().until(() -> userOf(orders).equals("shop"));
            await().atMost(LONG).ignoreExceptions().until(() -> ping(cache).equals("PONG"));
            assertThat(userOf(connection)).as("still borrowed").isEqualTo("shop");
            assertThat(call(lease, "ping")).as("still borrowed").isEqualTo("PONG");
            sql("alter role shop password 'canary-first'");
            set(lease, "requirepass", "canary-first");
        }
        assertThat(log.toString(StandardCharsets.UTF_8)).doesNotContain("canary");
    }

    private static Object ping(ResourcePool<?> pool) throws Exception {
        try (Lease<?> lease = pool.acquire()) {
            return call(lease, "ping");
        }
    }

    /** The class is the bundle's, not the test's. */
    private static Object call(Lease<?> lease, String method) throws ReflectiveOperationException {
        return lease.get().getClass().getMethod(method).invoke(lease.get());
    }

    private static void set(Lease<?> lease, String key, String value) throws ReflectiveOperationException {
        lease.get()
                .getClass()
                .getMethod("configSet", String.class, String.class)
                .invoke(lease.get(), key, value);
    }

    @Test
    void noPasswordIsShownByAnyKindOfPool() throws Exception {
        framework
                .context()
                .registerService(
                        ResourceFactory.class,
                        new Refusing(),
                        new Hashtable<>(Map.of(ResourceFactory.NAME, "refusing")));
        String quick = "acquire.timeout.ms=300\n";
        framework.save(
                "io.mistersmith.pools.jdbc-login.cfg", "url=" + url() + "\nuser=shop\npassword=canary-1\n" + quick);
        framework.save(
                "io.mistersmith.pools.jdbc-store.cfg",
                "url=" + url() + "\nuser=shop\npassword=canary-2\ntls.enabled=true\ntls.keystore=/none\n"
                        + "tls.keystore.password=canary-3\ntls.truststore=/none\ntls.truststore.password=canary-4\n"
                        + quick);
        framework.save("io.mistersmith.pools.jdbc-inside.cfg", "url=jdbc:postgresql://ann:canary-5@h/orders\n");
        framework.save("io.mistersmith.pools.jdbc-option.cfg", "url=" + url() + "?user=ann&password=canary-6&x\n");
        framework.save("io.mistersmith.pools.jdbc-other.cfg", "url=jdbc:sqlserver://h;password=canary-7\n");
        framework.save("io.mistersmith.pools.redis-unnamed.cfg", "port=" + redisPort + "\npassword=canary-8\n" + quick);
        framework.save(
                "io.mistersmith.pools.redis-named.cfg",
                "port=" + redisPort + "\nuser=ann\npassword=canary-9\n" + quick);
        framework.save("io.mistersmith.pools.redis-bad.cfg", "port=none\npassword=canary-10\npasword=canary-11\n");
        framework.save("io.mistersmith.pools.generic-refusing.cfg", "user=ann\npassword=canary-12\n" + quick);
        ConfigurationProblems problems = framework.service(ConfigurationProblems.class);
        await().atMost(LONG).untilAsserted(() -> assertThat(
                        problems.list().stream().map(ConfigurationProblem::message))
                .anyMatch(one -> one.contains("url=jdbc:postgresql://ann:***@h/orders holds a user or a password"))
                .anyMatch(one -> one.contains("?user=ann&password=*** has the option "))
                .anyMatch(one -> one.contains("url=jdbc:sqlserver://h;password=*** has options"))
                .anyMatch(one -> one.contains("port=none is not "))
                .anyMatch(one -> one.contains("pasword=***")));

        StringBuilder said = new StringBuilder();
        for (String pool : List.of("login", "store", "unnamed", "named", "refusing")) {
            ResourcePool<?> one = framework.service(ResourcePool.class, "(pool.name=" + pool + ")");
            Throwable refused = catchThrowable(one::acquire);
            assertThat(refused).isNotNull();
            StringWriter stack = new StringWriter();
            refused.printStackTrace(new PrintWriter(stack));
            said.append(stack).append(one).append(one.status()).append(one.holders());
        }
        assertThat(said.toString())
                .contains(
                        "password authentication failed for user \"shop\"",
                        "/none is not there",
                        "WRONGPASS",
                        "refused");
        problems.list().forEach(one -> said.append(one).append(one.message()));
        said.append(framework.service(ResourcePools.class).pools());
        said.append(services()).append(health()).append(scrape()).append(log.toString(StandardCharsets.UTF_8));
        assertThat(said.toString())
                .contains("mistersmith_pools_create_failures_total")
                .doesNotContain("canary");
    }

    private String services() {
        StringBuilder said = new StringBuilder();
        for (Bundle bundle : framework.context().getBundles()) {
            ServiceReference<?>[] registered = bundle.getRegisteredServices();
            for (ServiceReference<?> one : registered == null ? new ServiceReference<?>[0] : registered) {
                for (String key : one.getPropertyKeys()) {
                    Object value = one.getProperty(key);
                    said.append(key)
                            .append('=')
                            .append(value instanceof Object[] many ? Arrays.toString(many) : value)
                            .append('\n');
                }
                said.append((Object) framework.context().getService(one)).append('\n');
            }
        }
        assertThat(said.toString()).contains("pool.name=unnamed");
        return said.toString();
    }

    private String health() throws InvalidSyntaxException {
        StringBuilder said = new StringBuilder();
        BundleContext context = framework.context();
        for (ServiceReference<HealthCheck> one : context.getServiceReferences(HealthCheck.class, "(hc.tags=pools)")) {
            context.getService(one).execute().forEach(entry -> said.append(entry.getMessage())
                    .append('\n'));
        }
        assertThat(said.toString()).contains("the last failure");
        return said.toString();
    }

    private String scrape() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + scrapePort + "/metrics"))
                .timeout(LONG)
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    @Test
    void whatHikariCountsIsScrapedWhateverChangesAndGoesWithThePool() throws Exception {
        String cfg = "io.mistersmith.pools.jdbc-scraped.cfg";
        framework.save(cfg, "url=" + url() + "\nuser=postgres\nmax.size=1\nacquire.timeout.ms=10000\n");
        DataSource source = framework.service(DataSource.class, "(pool.name=scraped)");
        CompletionStage<? extends Lease<?>> waiting;
        try (Connection one = source.getConnection()) {
            assertThat(userOf(one)).isEqualTo("postgres");
            ResourcePool<?> pool = framework.service(ResourcePool.class, "(pool.name=scraped)");
            waiting = waiting(pool);
            await().atMost(LONG).ignoreExceptionsInstanceOf(IOException.class).untilAsserted(() -> assertThat(scrape())
                    .contains(
                            "hikaricp_connections_active{pool=\"scraped\"} 1",
                            "hikaricp_connections_max{pool=\"scraped\"} 1",
                            "hikaricp_connections_pending{pool=\"scraped\"} 1",
                            "hikaricp_connections_creation_seconds_count{pool=\"scraped\"}",
                            "hikaricp_connections_acquire_seconds_count{pool=\"scraped\"}"));
        }
        assertThat(waiting).succeedsWithin(LONG).satisfies(Lease::close);
        framework.save(cfg, "url=" + url() + "?ApplicationName=other\nuser=postgres\nmax.size=4\n");
        ResourcePools operators = framework.service(ResourcePools.class);
        await().atMost(LONG).until(() -> operators.pool("scraped").max() == 4);

        assertThat(userOf(source)).as("another generation").isEqualTo("postgres");
        assertThat(scrape())
                .contains(
                        "hikaricp_connections_max{pool=\"scraped\"} 4",
                        "hikaricp_connections_usage_seconds_count{pool=\"scraped\"}");

        Files.delete(framework.etc(cfg));
        await().atMost(LONG).untilAsserted(() -> assertThat(scrape()).doesNotContain("scraped"));
    }

    private static <R> CompletionStage<Lease<R>> waiting(ResourcePool<R> pool) {
        return pool.acquireAsync();
    }

    @Test
    void theDriverFindsOurSocketFactoryInItsBundle() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread willing = new Thread(() -> {
                while (!server.isClosed()) {
                    try (Socket one = server.accept()) {
                        one.getInputStream().readNBytes(8); // SSLRequest
                        one.getOutputStream().write("S and then nothing of TLS".getBytes(StandardCharsets.US_ASCII));
                        one.getOutputStream().flush();
                    } catch (IOException e) {
                        // over
                    }
                }
            });
            willing.start();
            framework.save(
                    "io.mistersmith.pools.jdbc-encrypted.cfg",
                    "url=jdbc:postgresql://localhost:" + server.getLocalPort()
                            + "/postgres\ntls.enabled=true\nacquire.timeout.ms=500\n");
            DataSource source = framework.service(DataSource.class, "(pool.name=encrypted)");

            assertThat(catchThrowable(source::getConnection)).hasMessageContaining("making one failed: SSL error: ");
        }
    }

    private static final class Refusing implements ResourceFactory<Object> {

        @Override
        public Object create(SecurityContext security) {
            assertThat(new String(security.password())).startsWith("canary");
            throw new IllegalStateException("refused: " + security);
        }
    }
}
