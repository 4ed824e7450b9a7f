package etude.tuner.study;

import etude.datasets.EtudeException;
import etude.tuner.store.StoreLocation;
import etude.tuner.store.StoredStudy;
import etude.tuner.text.Shell;
import java.nio.file.Files;
import java.util.Optional;

/**
 * Whether a store is that of a study's directory. Trials of a directory that another store were to
 * run again would be found done, without what they measured, and a report would say so.
 */
record OwnStore(StudyDirectory directory, StoreLocation location) {
    /**
     * Before the store is opened, for that creates it.
     *
     * @throws EtudeException when there is none, and the directory has trials
     */
    void requireFile() {
        if (location instanceof StoreLocation.SqliteFile file && Files.notExists(file.path())) {
            requireNoPast();
        }
    }

    /**
     * Once the store was asked for the study.
     *
     * @throws EtudeException when the directory is that of a study which this store does not have
     */
    void require(Optional<StoredStudy> found) {
        if (found.isEmpty()) {
            requireNoPast();
            return;
        }
        Optional<StudyMemory> memory = StudyMemory.read(directory);
        if (memory.isPresent() && !memory.get().created().equals(found.get().created())) {
            throw new EtudeException(
                    "study store %s has another study named %s than the one that began on %s, whose trials are in %s; %s"
                            .formatted(
                                    location,
                                    directory.name(),
                                    memory.get().created(),
                                    directory.root(),
                                    remedy(memory)));
        }
    }

    private void requireNoPast() {
        Optional<StudyMemory> memory = StudyMemory.read(directory);
        if (memory.isPresent() || directory.hasTrials()) {
            throw new EtudeException(
                    "study store %s does not have the study whose trials are in %s%s; %s"
                            .formatted(
                                    location,
                                    directory.root(),
                                    memory.filter(kept -> !isHere(kept))
                                            .map(
                                                    kept ->
                                                            ", they are stored in "
                                                                    + kept.location(directory))
                                            .orElse(""),
                                    remedy(memory)));
        }
    }

    private boolean isHere(StudyMemory memory) {
        return location instanceof StoreLocation.SqliteFile file
                ? memory.store().equals(directory.relativize(file.path()).toString())
                : memory.store().equals(location.toString());
    }

    private String remedy(Optional<StudyMemory> memory) {
        String other =
                memory.filter(kept -> !isHere(kept))
                        .map(kept -> "add --store " + Shell.word(kept.location(directory)))
                        .orElse(
                                memory.isPresent()
                                        ? "restore it from a copy"
                                        : "name the store that has it with --store");
        return "%s, or make a store from the trials' own files: etude study import %s"
                .formatted(other, Shell.word(directory.root().toString()));
    }
}
