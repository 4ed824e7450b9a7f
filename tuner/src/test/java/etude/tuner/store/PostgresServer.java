package etude.tuner.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A PostgreSQL server of its own on the loopback interface, from Debian's binaries. */
public final class PostgresServer implements AutoCloseable {
    public static final String PASSWORD = "se cret";
    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");

    private final Path binaries;
    private final Path directory;
    private final int port;

    private PostgresServer(Path binaries, Path directory, int port) {
        this.binaries = binaries;
        this.directory = directory;
        this.port = port;
    }

    /**
     * Starts a server that would not survive a power cut, or skips the test where none is there.
     */
    public static PostgresServer start() throws IOException {
        Assumptions.assumeTrue(isInstalled(), "PostgreSQL is not installed below " + INSTALLED);
        return start("fsync = off");
    }

    static boolean isInstalled() {
        return Files.isDirectory(INSTALLED);
    }

    /** Starts a server as one would use it. */
    static PostgresServer startDurable() throws IOException {
        return start("fsync = on");
    }

    /** Starts one that takes more connections than the usual 100. */
    static PostgresServer startFor(int connections) throws IOException {
        Assumptions.assumeTrue(isInstalled(), "PostgreSQL is not installed below " + INSTALLED);
        return start("fsync = off\nmax_connections = " + connections);
    }

    /**
     * Has it encrypt its connections, by a certificate for {@code localhost} that it makes itself.
     *
     * @return the certificate, or empty where there is no openssl
     */
    Optional<Path> encrypt() throws IOException {
        if (!Files.isExecutable(Path.of("/usr/bin/openssl"))) {
            return Optional.empty();
        }
        Path certificate = Path.of(data(), "server.crt");
        runAsOwner(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=DNS:localhost",
                "-out",
                certificate.toString(),
                "-keyout",
                Path.of(data(), "server.key").toString());
        Files.writeString(
                Path.of(data(), "postgresql.auto.conf"), "ssl = on\n", StandardOpenOption.APPEND);
        runAsOwner(binaries.resolve("pg_ctl").toString(), "--pgdata=" + data(), "reload");
        return Optional.of(certificate);
    }

    private static PostgresServer start(String setting) throws IOException {
        Path binaries = binaries();
        Path directory = Files.createTempDirectory("etude-postgres-");
        PostgresServer server = new PostgresServer(binaries, directory, freePort());
        Path password = Files.writeString(directory.resolve("password"), PASSWORD);
        if (isRoot()) {
            server.run("chown", "-R", "postgres", directory.toString());
        }
        server.runAsOwner(
                binaries.resolve("initdb").toString(),
                "--pgdata=" + server.data(),
                "--username=etude",
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync");
        Files.writeString(
                Path.of(server.data(), "postgresql.auto.conf"),
                """
                listen_addresses = '127.0.0.1'
                port = %d
                unix_socket_directories = ''
                %s
                """
                        .formatted(server.port, setting));
        server.resume();
        return server;
    }

    private static Path binaries() throws IOException {
        try (Stream<Path> versions = Files.list(INSTALLED)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    /** Stops it as an operator would; connections are cut. */
    public void stop() {
        runAsOwner(
                binaries.resolve("pg_ctl").toString(),
                "--pgdata=" + data(),
                "--mode=fast",
                "--wait",
                "stop");
    }

    /** Starts it again. */
    public void resume() {
        runAsOwner(
                binaries.resolve("pg_ctl").toString(),
                "--pgdata=" + data(),
                "--log=" + directory.resolve("log"),
                "--wait",
                "start");
    }

    /** Its URL has the password in it. */
    public StoreLocation.PostgresDatabase location() {
        return location("127.0.0.1:" + port, "postgres", PASSWORD);
    }

    static StoreLocation.PostgresDatabase location(
            String address, String database, String password) {
        return location(address, database, "etude", password);
    }

    /** The store as another user of the server reaches it, whose password is the same. */
    StoreLocation.PostgresDatabase locationOf(String user) {
        return location("127.0.0.1:" + port, "postgres", user, PASSWORD);
    }

    private static StoreLocation.PostgresDatabase location(
            String address, String database, String user, String password) {
        return new StoreLocation.PostgresDatabase(
                "jdbc:postgresql://%s/%s?user=%s&password=%s"
                        .formatted(address, database, user, password.replace(" ", "%20")));
    }

    int port() {
        return port;
    }

    Connection connection() throws SQLException {
        return DriverManager.getConnection(location().url() + "&currentSchema=etude");
    }

    /** Removes what earlier tests left. */
    void clear() throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            statement.execute("set client_min_messages = error");
            statement.execute("drop schema if exists etude cascade");
        }
    }

    @Override
    public void close() {
        stop();
        run("rm", "-r", directory.toString());
    }

    private void runAsOwner(String... command) {
        List<String> all = new ArrayList<>();
        if (isRoot()) {
            all.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"));
        }
        all.addAll(List.of(command));
        run(all.toArray(String[]::new));
    }

    private void run(String... command) {
        Path output = directory.resolveSibling(directory.getFileName() + ".out");
        try {
            int exitCode =
                    new ProcessBuilder(command)
                            .directory(directory.getRoot().toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start()
                            .onExit()
                            .join()
                            .exitValue();
            if (exitCode != 0) {
                throw new IllegalStateException(
                        String.join(" ", command) + ": " + Files.readString(output));
            }
            Files.delete(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
