package etude.datasets.reader;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** Published files that are not in the repository. */
final class OutsideData {
    private OutsideData() {}

    /** The file, below the folder that ETUDE_DATA names; without it the test is skipped. */
    static Path require(String name) {
        Optional<Path> file =
                Optional.ofNullable(System.getenv("ETUDE_DATA"))
                        .map(folder -> Path.of(folder, name));
        Assumptions.assumeTrue(
                file.isPresent() && Files.exists(file.get()),
                "set ETUDE_DATA to a folder that holds " + name);
        return file.orElseThrow();
    }
}
