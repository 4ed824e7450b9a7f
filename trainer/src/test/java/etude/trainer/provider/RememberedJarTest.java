package etude.trainer.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.EtudeException;
import etude.trainer.config.ConfigLoader;
import example.Lion;
import example.Spirals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RememberedJarTest {
    @TempDir private Path run;

    private static List<RememberedJar> jars() {
        return RememberedJar.of(
                Map.of("optimizer lion", Lion.class, "data set spirals", Spirals.class));
    }

    private void edit(String from, String to) throws IOException {
        Path file = run.resolve(RememberedJar.FILE);
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }

    @Test
    void whatOneJarProvidesIsKeptWithItsSum() {
        RememberedJar.write(jars(), run);
        assertThat(RememberedJar.read(run))
                .singleElement()
                .satisfies(
                        jar -> {
                            assertThat(jar.path()).exists();
                            assertThat(jar.sha256()).hasSize(64);
                            assertThat(jar.classes())
                                    .containsEntry("optimizer lion", "example.Lion")
                                    .containsEntry("data set spirals", "example.Spirals");
                        });
        assertThatCode(() -> RememberedJar.require(run)).doesNotThrowAnyException();
        assertThat(RememberedJar.changes(run)).isEmpty();
    }

    @Test
    void aRunThatNeedsNoneHasNoFile() {
        RememberedJar.write(List.of(), run);
        assertThat(run.resolve(RememberedJar.FILE)).doesNotExist();
        assertThat(RememberedJar.read(run)).isEmpty();
    }

    @Test
    void aJarThatIsNotOnTheClassPathIsNamedWithWhatToDo() throws IOException {
        RememberedJar.write(jars(), run);
        Path place = RememberedJar.read(run).get(0).path();
        edit("example.Lion", "example.Tiger");
        Path config = Files.writeString(run.resolve("config.yaml"), "name: x\n");
        assertThatThrownBy(() -> ConfigLoader.load(config, List.of()))
                .isInstanceOf(EtudeException.class)
                .hasMessage(
                        "%s uses the optimizer lion of %s, which is not on the class path; set ETUDE_CLASSPATH=%s for this command"
                                .formatted(run, place, place));
        edit(place.toString(), "/gone/lion.jar");
        assertThatThrownBy(() -> RememberedJar.require(run))
                .hasMessageContaining(
                        "that file is not there any more: bring it back and set ETUDE_CLASSPATH to it");
    }

    @Test
    void anotherJarOfTheSameClassesIsAWarning() throws IOException {
        RememberedJar.write(jars(), run);
        edit(RememberedJar.read(run).get(0).sha256(), "0".repeat(64));
        assertThat(RememberedJar.changes(run))
                .singleElement()
                .asString()
                .contains(
                        "of the data set spirals and optimizer lion, has changed since the run began")
                .contains("(SHA-256 000000000000, now ")
                .endsWith("numbers may differ from the run's.");
    }
}
