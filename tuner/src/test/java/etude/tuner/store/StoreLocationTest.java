package etude.tuner.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.EtudeException;
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
    void otherUrlsAreRefusedWithoutShowingThem() {
        for (String url :
                new String[] {
                    "jdbc:postgresql://me:secret@db.example/lab",
                    "jdbc:postgresql://db.example:port/lab?password=secret",
                    "jdbc:mysql://db.example/lab?password=secret",
                    "postgres://me:secret@db.example/lab"
                }) {
            assertThatThrownBy(() -> StoreLocation.parse(url))
                    .as(url)
                    .isInstanceOf(EtudeException.class)
                    .hasMessageStartingWith("--store: ")
                    .hasMessageNotContaining("secret");
        }
    }
}
