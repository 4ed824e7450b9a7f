package etude.tuner.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.trainer.config.ConfigException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StoreLocationTest {
    @Test
    void aPathIsASqliteFile() {
        assertThat(StoreLocation.parse("studies/a/study.db"))
                .isEqualTo(new StoreLocation.SqliteFile(Path.of("studies/a/study.db")));
    }

    @Test
    void aUrlIsShownWithoutItsSecrets() {
        String url = "jdbc:postgresql://db.example:5433/lab?user=me&password=secret";

        assertThat(StoreLocation.parse(url))
                .isEqualTo(new StoreLocation.PostgresDatabase(url))
                .hasToString("jdbc:postgresql://db.example:5433/lab?user=me");
        assertThat(StoreLocation.parse(StoreLocation.parse(url).toString()))
                .hasToString("jdbc:postgresql://db.example:5433/lab?user=me");
        assertThat(StoreLocation.parse("jdbc:postgresql://a,b:5433/my%20lab"))
                .hasToString("jdbc:postgresql://a:5432,b:5433/my+lab");
    }

    @Test
    void serversAreHostsWithPortsOrThisMachine() {
        for (String url :
                new String[] {
                    "jdbc:postgresql://db.example/lab",
                    "jdbc:postgresql:///lab",
                    "jdbc:postgresql://[::1]:5433/lab",
                    "jdbc:postgresql://[::1]/lab",
                    "jdbc:postgresql://one:65535,other:1/lab?targetServerType=primary",
                    "jdbc:postgresql://db.example/lab?user=a%20b&sslmode=verify-full"
                }) {
            assertThat(StoreLocation.parse(url)).isEqualTo(new StoreLocation.PostgresDatabase(url));
        }
    }

    @Test
    void otherUrlsAreRefusedWithoutShowingThem() {
        for (String url :
                new String[] {
                    "jdbc:postgresql://me:secret@db.example/lab",
                    "jdbc:postgresql://db.example:port/lab?password=secret",
                    "jdbc:mysql://db.example/lab?password=secret",
                    "jdbc:postgresql://db.example:99999/lab?password=secret",
                    "jdbc:postgresql://db.example:0/lab?password=secret",
                    "jdbc:postgresql://db.example:/lab?password=secret",
                    "jdbc:postgresql://one,other:65536/lab?password=secret",
                    "jdbc:postgresql://db.example?password=secret",
                    "jdbc:postgresql://db.example/?password=secret",
                    "jdbc:postgresql://",
                    "jdbc:postgresql:",
                    "jdbc:postgresql:///",
                    "jdbc:postgresql:lab?password=secret",
                    "jdbc:postgresql:/db.example/lab",
                    "jdbc:postgresql://db example/lab",
                    "jdbc:postgresql://db.example/%zz",
                    "jdbc:postgresql://db.example/lab?sslmode=secret",
                    "JDBC:postgresql://db.example/lab",
                    "postgres:lab",
                    "postgres://me:secret@db.example/lab"
                }) {
            assertThatThrownBy(() -> StoreLocation.parse(url))
                    .as(url)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageStartingWith("--store: ")
                    .hasMessageNotContaining("secret");
        }
    }
}
