package etude.tuner.store;

import etude.datasets.EtudeException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** Where a study store is; its text never shows a password. */
public sealed interface StoreLocation {
    /** What the URL of a database begins with, and no path. */
    String PREFIX = "jdbc:postgresql:";

    /** A SQLite file on a disk of this machine. */
    record SqliteFile(Path path) implements StoreLocation {
        @Override
        public String toString() {
            return path.toString();
        }
    }

    /**
     * A PostgreSQL database.
     *
     * @param url the JDBC URL as the user gave it, with any secrets in it
     */
    record PostgresDatabase(String url) implements StoreLocation {
        /** Settings of a URL that whoever opens the store needs too, and that are no secrets. */
        private static final List<PGProperty> SHOWN = List.of(PGProperty.USER, PGProperty.SSL_MODE);

        public PostgresDatabase {
            if (url.contains("@") && url.indexOf('@') < (url + "?").indexOf('?')) {
                throw new EtudeException(
                        "--store: a PostgreSQL URL has no user before an '@'; write"
                                + " jdbc:postgresql://HOST/DATABASE?user=USER and keep the password"
                                + " in ~/.pgpass");
            }
            if (Driver.parseURL(url, null) == null) {
                throw new EtudeException(
                        "--store: not a PostgreSQL URL; expected"
                                + " jdbc:postgresql://HOST:PORT/DATABASE?user=USER");
            }
        }

        Properties properties() {
            Properties parsed = Driver.parseURL(url, null);
            return parsed == null ? new Properties() : parsed;
        }

        /** A URL that can be typed, in which the driver looks for the password elsewhere. */
        @Override
        public String toString() {
            Properties parsed = properties();
            return PREFIX
                    + "//"
                    + hosts(parsed)
                    + "/"
                    + encoded(PGProperty.PG_DBNAME, parsed)
                    + SHOWN.stream()
                            .filter(setting -> setting.isPresent(parsed))
                            .map(setting -> setting.getName() + "=" + encoded(setting, parsed))
                            .collect(
                                    Collectors.collectingAndThen(
                                            Collectors.joining("&"),
                                            settings -> settings.isEmpty() ? "" : "?" + settings));
        }

        private static String hosts(Properties parsed) {
            String[] hosts = text(PGProperty.PG_HOST, parsed).split(",", -1);
            String[] ports = text(PGProperty.PG_PORT, parsed).split(",", -1);
            return IntStream.range(0, hosts.length)
                    .mapToObj(i -> hosts[i] + ":" + ports[i])
                    .collect(Collectors.joining(","));
        }

        private static String encoded(PGProperty property, Properties parsed) {
            return URLEncoder.encode(text(property, parsed), StandardCharsets.UTF_8);
        }

        private static String text(PGProperty property, Properties parsed) {
            return Optional.ofNullable(property.getOrDefault(parsed)).orElse("");
        }
    }

    /**
     * Reads what the user wrote: a URL that starts with {@code jdbc:postgresql:}, or a path.
     *
     * @throws EtudeException when it is neither
     */
    static StoreLocation parse(String text) {
        if (text.startsWith(PREFIX)) {
            return new PostgresDatabase(text);
        }
        if (text.startsWith("jdbc:") || text.contains("://")) {
            throw new EtudeException(
                    "--store: expected the path of a SQLite file or a URL that starts with"
                            + " jdbc:postgresql:, found one of another kind");
        }
        try {
            return new SqliteFile(Path.of(text));
        } catch (InvalidPathException e) {
            throw new EtudeException("--store: '%s' is no path".formatted(text), e);
        }
    }
}
