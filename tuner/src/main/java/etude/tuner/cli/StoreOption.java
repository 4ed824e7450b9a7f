package etude.tuner.cli;

import etude.tuner.store.StoreLocation;
import etude.tuner.workspace.Workspace;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where trials are kept. */
final class StoreOption {
    @Option(
            names = "--store",
            paramLabel = "URL",
            description =
                    "Where trials are kept: a SQLite file or jdbc:postgresql://HOST/DATABASE (default:"
                            + " ETUDE_STORE, or study.db in the study's directory).")
    private Optional<String> store = Optional.empty();

    private final Workspace workspace;

    StoreOption(Workspace workspace) {
        this.workspace = workspace;
    }

    /** Empty for the store in the study's directory. */
    Optional<StoreLocation> location() {
        return store.or(StoreOption::ofEnvironment).map(StoreLocation::parse).map(this::resolved);
    }

    /** Empty means that there is none, as it does for other variables. */
    private static Optional<String> ofEnvironment() {
        return Optional.ofNullable(System.getenv("ETUDE_STORE")).filter(url -> !url.isBlank());
    }

    private StoreLocation resolved(StoreLocation typed) {
        return typed instanceof StoreLocation.SqliteFile file
                ? new StoreLocation.SqliteFile(workspace.root().resolve(file.path()))
                : typed;
    }

    /** For another process: with its secrets; empty for the store in the study's directory. */
    String url() {
        return location()
                .map(
                        place ->
                                place instanceof StoreLocation.PostgresDatabase database
                                        ? database.url()
                                        : place.toString())
                .orElse("");
    }
}
