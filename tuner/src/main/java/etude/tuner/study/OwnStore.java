package etude.tuner.study;

import etude.datasets.EtudeException;
import etude.tuner.store.StoreLocation;
import etude.tuner.store.StoredStudy;
import etude.tuner.store.StudyStore;
import etude.tuner.text.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
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
        if (location instanceof StoreLocation.SqliteFile file && isNothing(file.path())) {
            requireNoPast();
        }
    }

    private static boolean isNothing(Path file) {
        try {
            return Files.notExists(file) || (Files.isRegularFile(file) && Files.size(file) == 0);
        } catch (IOException e) {
            return false; // whoever opens it will say what is wrong
        }
    }

    /**
     * Before a study is begun or continued here.
     *
     * @throws EtudeException when it was begun in another directory, where its trials are
     */
    void requireHere(Optional<StoredStudy> found, StudyStore store) {
        if (found.isPresent()
                && StudyMemory.read(directory).isEmpty()
                && !directory.hasTrials()
                && store.trials(found.get().id()).stream().anyMatch(t -> t.attempt() > 0)) {
            throw new EtudeException(
                    "study store %s has a study %s that was begun in another directory, where its trials are; go on with it there, or give this one another name"
                            .formatted(location, directory.name()));
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
        Instant here = found.get().created();
        StudyMemory.read(directory)
                .filter(kept -> !kept.created().equals(here))
                .ifPresent(
                        kept -> {
                            throw new EtudeException(
                                    "study store %s has a study %s that began on %s, and the trials in %s are of a store made on %s; %s"
                                            .formatted(
                                                    location,
                                                    directory.name(),
                                                    here,
                                                    directory.root(),
                                                    kept.created(),
                                                    isHere(kept)
                                                            ? "put that one back, or move this one away and "
                                                                    + importing()
                                                            : naming(kept)));
                        });
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
                        .map(this::naming)
                        .orElse(
                                memory.isPresent()
                                        ? "restore it from a copy"
                                        : "name the store that has it with --store");
        return other + ", or " + importing();
    }

    private String naming(StudyMemory kept) {
        String store = kept.location(directory);
        return store.equals(directory.store().toString())
                ? "leave --store and ETUDE_STORE out"
                : "add --store " + Shell.word(store);
    }

    private String importing() {
        String store =
                location.equals(directory.store())
                        ? ""
                        : " --store " + Shell.word(location.toString());
        return "make a store from the trials' own files: etude study import %s%s"
                .formatted(Shell.word(directory.root().toString()), store);
    }
}
