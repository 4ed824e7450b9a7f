package etude.tuner.store;

import etude.datasets.EtudeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The tables of a store and their version, which is the number of scripts that made them.
 *
 * @param scripts in the order of versions; statements end with a semicolon at the end of a line
 */
record Schema(List<String> scripts) {
    private static final String TABLE = "etude_store";

    static Schema current() {
        return new Schema(List.of(resource("schema-1.sql")));
    }

    int version() {
        return scripts.size();
    }

    /**
     * Creates or upgrades the tables.
     *
     * @throws EtudeException when the version is newer than this program knows, or the database
     *     holds something else
     */
    void bringUpToDate(Session session, Dialect dialect) throws SQLException {
        if (foundVersion(session, dialect) < version()) {
            Database.inTransaction(
                    session,
                    dialect,
                    inside -> {
                        dialect.prepareForSchema(inside);
                        // Another process may have done it meanwhile.
                        upgrade(inside, dialect, foundVersion(inside, dialect));
                        return true;
                    });
        }
    }

    private int foundVersion(Session session, Dialect dialect) throws SQLException {
        List<String> tables = session.query(row -> row.getString(1), "${tables}");
        if (tables.isEmpty()) {
            return 0;
        }
        if (!tables.contains(TABLE)) {
            throw new EtudeException(
                    "%s is a database, but not a study store (it has a table '%s'); choose another place with --store"
                            .formatted(dialect.location(), tables.get(0)));
        }
        int found = session.first(row -> row.getInt(1), "select version from " + TABLE).orElse(0);
        if (found > version()) {
            throw new EtudeException(
                    "study store %s has version %d and this etude knows versions up to %d; use a newer etude"
                            .formatted(dialect.location(), found, version()));
        }
        return found;
    }

    private void upgrade(Session session, Dialect dialect, int found) throws SQLException {
        try (Statement statement = session.connection().createStatement()) {
            for (String script : scripts.subList(found, version())) {
                for (String sql : script.split(";\\R", 0)) {
                    statement.execute(dialect.sql(sql));
                }
            }
            statement.execute("delete from " + TABLE);
            statement.execute("insert into " + TABLE + " (version) values (" + version() + ")");
        }
    }

    private static String resource(String name) {
        try (InputStream in = Schema.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
