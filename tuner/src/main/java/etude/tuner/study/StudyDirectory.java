package etude.tuner.study;

import etude.datasets.EtudeException;
import etude.trainer.files.WriteFailures;
import etude.tuner.store.StoreLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Where the files of a study lie: readable without this tool. */
public record StudyDirectory(Path root) {
    private static final String STORE = "study.db";

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

    /** Its last part, which is the name of the study. */
    String name() {
        return root.toAbsolutePath().normalize().getFileName().toString();
    }

    /** See {@link StudyMemory}. */
    Path memory() {
        return root.resolve("store.json");
    }

    /** Whether any trial has begun here. */
    boolean hasTrials() {
        try (Stream<Path> trials = Files.list(root.resolve("trials"))) {
            return trials.findAny().isPresent();
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new EtudeException("cannot list %s (%s)".formatted(root, e), e);
        }
    }

    /** Whether a study has begun here, wherever its store is; one that cannot be entered may. */
    public boolean isBegun() {
        return !Files.notExists(root.resolve(STORE)) || Files.exists(memory());
    }

    /**
     * For those who want {@link #store}.
     *
     * @throws EtudeException when the study has begun, and its store is another or lost
     */
    public void requireStore() {
        new OwnStore(this, store()).requireFile();
    }

    /** The store, unless the user named another. */
    public StoreLocation store() {
        return new StoreLocation.SqliteFile(root.resolve(STORE));
    }

    /** What each worker's processes printed. */
    public Path logs() {
        return root.resolve("logs");
    }

    /** A path as it is seen from here. */
    Path relativize(Path path) {
        return root.toAbsolutePath().normalize().relativize(path.toAbsolutePath().normalize());
    }

    /** The run directory of a trial. */
    public Path trial(String runDirectory) {
        return root.resolve(runDirectory);
    }
}
