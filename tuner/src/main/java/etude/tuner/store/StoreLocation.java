package etude.tuner.store;

import etude.datasets.EtudeException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Properties;
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
     * @throws EtudeException when it is neither
     */
    static StoreLocation parse(String text) {
        if (text.startsWith(PostgresDatabase.PREFIX)) {
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
