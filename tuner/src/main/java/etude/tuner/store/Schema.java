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
 * The tables of a store and their version, which is the number of upgrades that made them.
 *
 * @param upgrades in the order of versions
 */
record Schema(List<Upgrade> upgrades) {
    private static final String TABLE = "etude_store";

    static Schema current() {
        return new Schema(
                List.of(
                        Upgrade.script(resource("schema-1.sql")),
                        Upgrade.script(resource("schema-2.sql"))
                                .andThen((session, dialect) -> Version1.upgradeReasons(session)),
                        Upgrade.script(resource("schema-3.sql")),
                        Upgrade.script(resource("schema-4.sql"))));
    }

    int version() {
        return upgrades.size();
    }

    /**
     * Creates or upgrades the tables; for somebody who only looks, creates none.
     *
     * @throws EtudeException when the version is newer than this program knows, or the database
     *     holds something else, or this user may not do what must be done
     */
    void bringUpToDate(Session session, Dialect dialect) throws SQLException {
        int now = foundVersion(session, dialect);
        if (now == 0 && dialect.access() == Access.READING) {
            throw new EtudeException(dialect.absence());
        }
        if (now > 0 && now < version()) {
            dialect.require(Dialect.Right.UPGRADE, session);
        }
        if (now < version()) {
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
        if (dialect.access() == Access.WRITING) {
            dialect.require(Dialect.Right.WORK, session);
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
        for (Upgrade upgrade : upgrades.subList(found, version())) {
            upgrade.run(session, dialect);
        }
        session.update("delete from " + TABLE);
        session.update("insert into " + TABLE + " (version) values (?)", version());
    }

    /** What makes a store of one version one of the next. */
    interface Upgrade {
        void run(Session session, Dialect dialect) throws SQLException;

        /** First this one, then another. */
        default Upgrade andThen(Upgrade next) {
            return (session, dialect) -> {
                run(session, dialect);
                next.run(session, dialect);
            };
        }

        /** The statements of a script, each of which ends with a semicolon at the end of a line. */
        static Upgrade script(String text) {
            return (session, dialect) -> {
                try (Statement statement = session.connection().createStatement()) {
                    for (String sql : text.split(";\\R", 0)) {
                        statement.execute(dialect.sql(sql));
                    }
                }
            };
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
