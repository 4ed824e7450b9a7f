package etude.tuner.store;

import etude.trainer.config.ConfigException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** Where a study store is; its text never shows a password. */
public sealed interface StoreLocation {
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
        private static final String PREFIX = "jdbc:postgresql:";
        private static final String EXPECTED = PREFIX + "//HOST:PORT/DATABASE?user=USER";

        /** The host may be left out, and is this machine then. */
        private static final Pattern SERVER =
                Pattern.compile(PREFIX + "(//(?<hosts>[^/?\\s]*)/)[^/?\\s]+(\\?.*)?");

        private static final Pattern PORT = Pattern.compile(":([^:\\]]*)$");

        public PostgresDatabase {
            if (url.contains("@") && url.indexOf('@') < (url + "?").indexOf('?')) {
                throw refused(
                        "a PostgreSQL URL has no user before an '@'; write jdbc:postgresql://HOST/DATABASE?user=USER and keep the password in ~/.pgpass");
            }
            requireServer(url);
            @Nullable Properties parsed = Driver.parseURL(url, null);
            if (parsed == null) {
                throw refused("not a PostgreSQL URL; expected " + EXPECTED);
            }
            for (PGProperty property : PGProperty.values()) {
                requireChoice(property, parsed);
            }
        }

        /** What the driver would warn of, take for something else or try for seconds. */
        private static void requireServer(String url) {
            Matcher server = SERVER.matcher(url);
            if (!server.matches()) {
                throw refused(
                        "a PostgreSQL URL names a server and a database; expected " + EXPECTED);
            }
            for (String host : server.group("hosts").split(",", -1)) {
                Matcher port = PORT.matcher(host);
                if (port.find() && !isPort(port.group(1))) {
                    throw refused(
                            "the port of a PostgreSQL URL is a number from 1 to 65535; expected "
                                    + EXPECTED);
                }
            }
        }

        private static boolean isPort(String text) {
            return text.matches("\\d{1,5}")
                    && Integer.parseInt(text) >= 1
                    && Integer.parseInt(text) <= 65535;
        }

        private static void requireChoice(PGProperty property, Properties parsed) {
            @Nullable String value = parsed.getProperty(property.getName());
            String @Nullable [] choices = property.getChoices();
            if (value != null && choices != null && !List.of(choices).contains(value)) {
                throw refused(
                        "%s in a PostgreSQL URL is one of %s"
                                .formatted(property.getName(), String.join(", ", choices)));
            }
        }

        Properties properties() {
            Properties parsed = Driver.parseURL(url, null);
            return parsed == null ? new Properties() : parsed;
        }

        @Override
        public String toString() {
            Properties parsed = properties();
            return "postgresql://%s:%s/%s"
                    .formatted(
                            PGProperty.PG_HOST.getOrDefault(parsed),
                            PGProperty.PG_PORT.getOrDefault(parsed),
                            PGProperty.PG_DBNAME.getOrDefault(parsed));
        }
    }

    /**
     * Reads what the user wrote: a URL that starts with {@code jdbc:postgresql:}, or a path.
     *
     * @throws ConfigException when it is neither
     */
    static StoreLocation parse(String text) {
        if (text.startsWith(PostgresDatabase.PREFIX)) {
            return new PostgresDatabase(text);
        }
        if (text.matches("(?i)(jdbc|postgres|postgresql):.*") || text.contains("://")) {
            throw refused(
                    "expected the path of a SQLite file or a URL that starts with jdbc:postgresql:, found one of another kind");
        }
        try {
            return new SqliteFile(Path.of(text));
        } catch (InvalidPathException e) {
            throw refused("'%s' is no path".formatted(text));
        }
    }

    private static ConfigException refused(String sentence) {
        return new ConfigException(List.of("--store: " + sentence));
    }
}
