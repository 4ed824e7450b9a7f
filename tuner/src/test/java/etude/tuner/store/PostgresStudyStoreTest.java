package etude.tuner.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;

/** The contract on a PostgreSQL server. */
@Tag("postgresql")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresStudyStoreTest extends StudyStoreContract {
    private PostgresServer server;

    @BeforeAll
    void startServer() throws IOException {
        server = PostgresServer.start();
    }

    @AfterAll
    void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    @Override
    void openStore() throws Exception {
        server.clear();
        super.openStore();
    }

    @Override
    StoreLocation location() {
        return server.location();
    }

    @Override
    Connection connection() throws SQLException {
        return server.connection();
    }

    @Override
    Dialect dialect() {
        return new PostgresDialect(server.location(), Access.WRITING);
    }
}
