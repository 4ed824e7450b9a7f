package etude.tuner.cli;

import etude.tuner.store.StoreLocation;
import etude.tuner.study.OpenStudy;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which study, and where its store is. */
final class StudyArgument {
    @Parameters(
            paramLabel = "STUDY",
            description = "The study, a YAML file, or its directory below studies/.")
    private Path study = Path.of("");

    @Option(
            names = "--store",
            paramLabel = "URL",
            defaultValue = "${env:ETUDE_STORE:-}",
            description =
                    "Where trials are kept: a SQLite file or jdbc:postgresql://HOST/DATABASE (default:"
                            + " ETUDE_STORE, or study.db in the study's directory).")
    private String store = "";

    Path path() {
        return study;
    }

    /** As the user gave it; empty for the study's directory. */
    String store() {
        return store;
    }

    OpenStudy openOrCreate() {
        return OpenStudy.openOrCreate(study, location());
    }

    OpenStudy open() {
        return OpenStudy.open(study, location());
    }

    private Optional<StoreLocation> location() {
        return store.isBlank() ? Optional.empty() : Optional.of(StoreLocation.parse(store));
    }
}
