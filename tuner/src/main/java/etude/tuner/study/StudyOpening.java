package etude.tuner.study;

import etude.datasets.EtudeException;
import etude.trainer.config.ConfigException;
import etude.trainer.config.ConfigText;
import etude.trainer.files.AtomicFiles;
import etude.trainer.model.ModelRegistry;
import etude.tuner.space.Study;
import etude.tuner.store.Access;
import etude.tuner.store.StoreLocation;
import etude.tuner.store.StoredStudy;
import etude.tuner.store.StudyDefinition;
import etude.tuner.store.StudyStore;
import etude.tuner.text.Shell;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** How a study comes to be open: begun from its file, or found where it began. */
public final class StudyOpening {
    private StudyOpening() {}

    /**
     * Opens a study, and begins it where it has not begun.
     *
     * @param argument a study file, or the directory of a study
     * @param studies where the directories of studies are
     * @param store where the user wants the store; empty for the study's directory
     * @throws ConfigException when the file is wrong, or differs from the study that began
     * @throws EtudeException when the store or the directory cannot be used
     */
    public static OpenStudy openOrCreate(
            Path argument, Path studies, Optional<StoreLocation> store) {
        if (Files.isDirectory(argument)) {
            return unedited(open(argument, studies, store, Access.WRITING));
        }
        GivenStudy given = GivenStudy.read(argument);
        return openOrCreate(
                given, new StudyDirectory(studies.resolve(given.study().name())), store);
    }

    /**
     * Opens a study in a chosen directory, and begins it where it has not begun.
     *
     * @param file a study file
     * @param directory its last name is that of the study
     */
    public static OpenStudy openOrCreate(
            Path file, StudyDirectory directory, Optional<StoreLocation> store) {
        return openOrCreate(GivenStudy.read(file), directory, store);
    }

    private static OpenStudy openOrCreate(
            GivenStudy given, StudyDirectory directory, Optional<StoreLocation> store) {
        StoreLocation location = store.orElse(directory.store());
        OwnStore own = new OwnStore(directory, location);
        own.requireFile();
        Study study = given.study();
        StudyDefinition definition =
                given.definition().withFacts(EarlierStudy.facts(study, directory, location));
        directory.create();
        StudyStore opened = StudyStore.openOrCreate(location);
        try {
            Optional<StoredStudy> found = opened.findStudy(definition.name());
            own.require(found);
            own.requireHere(found, opened);
            StoredStudy stored = opened.createStudy(definition, study.trials());
            StudyEdits.refuse(stored.definition(), definition, directory);
            AtomicFiles.write(
                    directory.studyFile(),
                    stored.definition().studyFile().getBytes(StandardCharsets.UTF_8));
            // Reading it again is a third of the start of a command.
            OpenStudy open =
                    stored.definition().equals(definition)
                            ? opened(opened, stored, directory, study)
                            : opened(opened, stored, directory, given.file());
            StudyMemory.of(directory, location, stored, open.study().trialsPerArm())
                    .write(directory);
            return open;
        } catch (RuntimeException | Error e) {
            opened.close();
            throw e;
        }
    }

    /** Refuses a study whose copy in its directory was edited: the store has the original. */
    private static OpenStudy unedited(OpenStudy study) {
        try {
            Path copy = study.directory().studyFile();
            StudyDefinition began =
                    study.store().findStudy(study.study().name()).orElseThrow().definition();
            if (Files.exists(copy)) {
                StudyDefinition now =
                        new StudyDefinition(
                                began.name(),
                                ConfigText.read(copy),
                                began.baseConfig(),
                                began.facts());
                StudyEdits.refuse(began, now, study.directory());
            }
            return study;
        } catch (RuntimeException | Error e) {
            study.close();
            throw e;
        }
    }

    /**
     * Opens a study that has begun.
     *
     * @param argument a study file, or the directory of a study
     * @param studies where the directories of studies are
     * @throws EtudeException when there is no such study, or no such access to it
     */
    public static OpenStudy open(
            Path argument, Path studies, Optional<StoreLocation> store, Access access) {
        return open(argument, directory(argument, studies), store, access);
    }

    /**
     * Opens a study that has begun, of which only the directory is known.
     *
     * @throws EtudeException when there is no such study, or no such access to it
     */
    public static OpenStudy open(
            StudyDirectory directory, Optional<StoreLocation> store, Access access) {
        requireExisting(directory.root());
        return open(directory.root(), directory, store, access);
    }

    private static OpenStudy open(
            Path argument, StudyDirectory directory, Optional<StoreLocation> store, Access access) {
        StoreLocation location = store.orElse(directory.store());
        OwnStore own = new OwnStore(directory, location);
        own.requireFile();
        StudyStore opened = StudyStore.open(location, access);
        try {
            String name = directory.name();
            Optional<StoredStudy> found = opened.findStudy(name);
            own.require(found);
            StoredStudy stored =
                    found.orElseThrow(
                            () ->
                                    new EtudeException(
                                            "there is no study named %s in the store; `etude study run %s` begins it"
                                                    .formatted(
                                                            name,
                                                            Shell.word(argument.toString()))));
            Path file = Files.isDirectory(argument) ? directory.studyFile() : argument;
            return opened(opened, stored, directory, file);
        } catch (RuntimeException | Error e) {
            opened.close();
            throw e;
        }
    }

    /**
     * A study of a store that is open already; trials are those that exist, so more than the study
     * file says after an extension.
     */
    public static OpenStudy stored(StudyStore store, StoredStudy stored, Path root) {
        StudyDirectory directory = new StudyDirectory(root);
        return opened(store, stored, directory, directory.studyFile());
    }

    private static OpenStudy opened(
            StudyStore store, StoredStudy stored, StudyDirectory directory, Path file) {
        StudyDefinition definition = stored.definition();
        FrozenTexts texts = FrozenTexts.of(file, definition);
        return opened(
                store, stored, directory, Study.begun(file, ModelRegistry.load(), texts.reader()));
    }

    private static OpenStudy opened(
            StudyStore store, StoredStudy stored, StudyDirectory directory, Study study) {
        StudyDefinition definition = stored.definition();
        store.complete(stored.id(), study);
        int perArm = store.trials(stored.id()).size() / study.arms().size();
        return new OpenStudy(
                study.withTrials(perArm),
                stored.id(),
                store,
                directory,
                TrialProcessor.of(definition));
    }

    /**
     * Where the files of a study lie, begun or not.
     *
     * @param argument a study file, or the directory of a study
     * @param studies where the directories of studies are
     */
    public static StudyDirectory directory(Path argument, Path studies) {
        if (Files.isDirectory(argument)) {
            return new StudyDirectory(argument);
        }
        requireExisting(argument);
        Study study = Study.read(argument);
        return new StudyDirectory(studies.resolve(study.name()));
    }

    private static void requireExisting(Path argument) {
        if (!Files.exists(argument)) {
            throw new ConfigException(
                    List.of(
                            "%s: there is no such study; give its file, or its directory below studies/"
                                    .formatted(argument)));
        }
    }
}
