package io.mistersmith.pools.internal.jdbc;

import io.mistersmith.pools.internal.faults.Server;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** One real PostgreSQL for all tests of a run. */
public final class Postgres implements Server {

    /** A role that has to show a certificate, over TLS. */
    static final String MUTUAL = "mutual";

    /** A role that has to give its password. */
    static final String NAMED = "named";

    private static final String RULES =
            """
            hostssl all mutual 127.0.0.1/32 trust clientcert=verify-ca
            host all mutual all reject
            host all named all scram-sha-256
            host all all all trust
            local all all trust
            """;

    private static final Postgres SERVER = new Postgres();

    private final File data =
            new File("target/postgres-" + ProcessHandle.current().pid());
    private volatile EmbeddedPostgres running = start(0);

    private Postgres() {}

    private EmbeddedPostgres start(int port) {
        try {
            EmbeddedPostgres.Builder builder =
                    EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(false);
            return (port == 0 ? builder : builder.setPort(port)).start(); // ends with the JVM
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String url() {
        return url(SERVER.port());
    }

    static String url(int port) {
        return "jdbc:postgresql://localhost:" + port + "/postgres";
    }

    /** For tests that end it; they start it again. */
    public static Postgres server() {
        return SERVER;
    }

    @Override
    public int port() {
        return running.getPort();
    }

    /** The one that all others come from; what was started may only have started that. */
    @Override
    public ProcessHandle process() {
        try {
            List<String> lines = Files.readAllLines(data.toPath().resolve("postmaster.pid"));
            return ProcessHandle.of(Long.parseLong(lines.get(0).trim())).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void startAgain() throws IOException {
        int port = running.getPort();
        running.close(); // gives back its hold of the folder
        running = start(port);
    }

    /** A connection of its administrator's, outside of any pool. */
    static Connection connect() throws SQLException {
        return SERVER.running.getPostgresDatabase().getConnection();
    }

    /** As its administrator. */
    static void run(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String one : statements) {
                statement.execute(one);
            }
        }
    }

    /** Begins to ask for passwords and certificates; the roles are made anew. */
    static void secure() throws SQLException, IOException {
        Files.writeString(folder().resolve("pg_hba.conf"), RULES);
        run(
                "drop role if exists " + MUTUAL,
                "drop role if exists " + NAMED,
                "create role " + MUTUAL + " login",
                "create role " + NAMED + " login",
                "select pg_reload_conf()");
    }

    /** From now on it shows this certificate, and admits those of this authority; whoever connects a moment later sees it. */
    static void serve(Path certificate, Path key, Path authority) throws SQLException, IOException {
        run(
                "alter system set ssl_ca_file = '" + copy(authority) + "'",
                "alter system set ssl_cert_file = '" + copy(certificate) + "'",
                "alter system set ssl_key_file = '" + copy(key) + "'",
                "alter system set ssl = on",
                "select pg_reload_conf()");
    }

    /** The server reads only what is its own. */
    private static Path copy(Path file) throws IOException, SQLException {
        Path data = folder();
        Path copy = Files.write(data.resolve(file.getFileName()), Files.readAllBytes(file));
        copy.toFile().setReadable(false, false);
        copy.toFile().setReadable(true, true);
        Files.setAttribute(copy, "unix:uid", Files.getAttribute(data, "unix:uid"));
        Files.setAttribute(copy, "unix:gid", Files.getAttribute(data, "unix:gid"));
        return copy;
    }

    private static Path folder() throws SQLException {
        try (Connection connection = SERVER.running.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("show data_directory")) {
            rows.next();
            return Path.of(rows.getString(1));
        }
    }
}
