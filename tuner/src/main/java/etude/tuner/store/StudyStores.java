package etude.tuner.store;

import etude.datasets.EtudeException;
import java.nio.file.Files;

/** Opens study stores. */
public final class StudyStores {
    private StudyStores() {}

    /**
     * Opens a store and creates it where there is none: the file and its folders, or the tables in
     * the database. A store of an older version is brought up to date.
     *
     * @throws EtudeException in one sentence, when there is something else, or a store of a newer
     *     version, or no access
     */
    public static StudyStore openOrCreate(StoreLocation location) {
        return open(location, Patience.USUAL, Schema.current());
    }

    /**
     * Opens a store that must exist if it is a file, so that asking about a study leaves no empty
     * store behind.
     *
     * @throws EtudeException as above, and when there is no such file
     */
    public static StudyStore open(StoreLocation location) {
        if (location instanceof StoreLocation.SqliteFile file && !Files.exists(file.path())) {
            throw new EtudeException(
                    "there is no study store %s; 'etude study run' creates it".formatted(file));
        }
        return openOrCreate(location);
    }

    static StudyStore open(StoreLocation location, Patience patience, Schema schema) {
        Dialect dialect =
                location instanceof StoreLocation.SqliteFile file
                        ? new SqliteDialect(file, patience)
                        : new PostgresDialect((StoreLocation.PostgresDatabase) location);
        Database database = new Database(dialect, patience, schema);
        database.open();
        return new JdbcStudyStore(database);
    }
}
