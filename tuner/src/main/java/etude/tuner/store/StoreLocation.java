package etude.tuner.store;

import etude.trainer.config.ConfigException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
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
        private static final List<PGProperty> SHOWN =
                List.of(PGProperty.USER, PGProperty.SSL_MODE, PGProperty.SSL_ROOT_CERT);

        private static final String EXPECTED = PREFIX + "//HOST:PORT/DATABASE?user=USER";

        /** The host may be left out, and is this machine then. */
        private static final Pattern SERVER =
                Pattern.compile(PREFIX + "(//(?<hosts>[^/?\\s]*)/)[^/?\\s]+(\\?.*)?");

        private static final Pattern SECRET = Pattern.compile("[?&](ssl)?password=");

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

        /**
         * Whether the URL is for nobody else's eyes. Its text is asked: the driver would also find
         * a password in the user's file.
         */
        public boolean hasSecret() {
            return SECRET.matcher(url).find();
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
     * @throws ConfigException when it is neither
     */
    static StoreLocation parse(String text) {
        if (text.startsWith(PREFIX)) {
            return new PostgresDatabase(text);
        }
        if (text.isBlank()) {
            throw refused(
                    "expected the path of a SQLite file or a URL that starts with jdbc:postgresql:, found nothing");
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
