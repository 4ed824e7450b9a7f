package etude.tuner.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a SQLite file. */
class SqliteStudyStoreTest extends StudyStoreContract {
    @TempDir Path directory;

    @Override
    StoreLocation.SqliteFile location() {
        return new StoreLocation.SqliteFile(directory.resolve("new").resolve("study.db"));
    }

    @Override
    Connection connection() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + location());
    }

    @Override
    Dialect dialect() {
        return new SqliteDialect(location(), Access.WRITING, Patience.USUAL);
    }
}
