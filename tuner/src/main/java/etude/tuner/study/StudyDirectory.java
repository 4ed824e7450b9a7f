package etude.tuner.study;

import etude.datasets.EtudeException;
import etude.trainer.files.WriteFailures;
import etude.tuner.store.StoreLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the files of a study lie: readable without this tool. */
public record StudyDirectory(Path root) {
    /**
     * Makes the directory where it is missing.
     *
     * @throws EtudeException when the file system refuses
     */
    public void create() {
        try {
            Files.createDirectories(logs());
        } catch (IOException e) {
            throw WriteFailures.explain("study directory", root, "nothing was started", e);
        }
    }

    /** The study file as it was when the study began. */
    public Path studyFile() {
        return root.resolve("study.yaml");
    }

    /** The store, unless the user named another. */
    public StoreLocation store() {
        return new StoreLocation.SqliteFile(root.resolve("study.db"));
    }

    /** What each worker's processes printed. */
    public Path logs() {
        return root.resolve("logs");
    }

    /** The run directory of a trial. */
    public Path trial(String runDirectory) {
        return root.resolve(runDirectory);
    }
}
