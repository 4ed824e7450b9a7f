package etude.tuner.study;

import etude.datasets.EtudeException;
import etude.trainer.config.ConfigException;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.ConfigText;
import etude.trainer.config.ConfigWriter;
import etude.trainer.config.RunConfig;
import etude.trainer.engine.ProcessorType;
import etude.trainer.files.AtomicFiles;
import etude.trainer.model.ModelRegistry;
import etude.trainer.run.RunDirectory;
import etude.tuner.search.Known;
import etude.tuner.space.Arm;
import etude.tuner.space.Study;
import etude.tuner.space.Training;
import etude.tuner.space.Trial;
import etude.tuner.store.Access;
import etude.tuner.store.StoreLocation;
import etude.tuner.store.StoredStudy;
import etude.tuner.store.StudyDefinition;
import etude.tuner.store.StudyStore;
import etude.tuner.store.TrialStatus;
import etude.tuner.text.Shell;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A study with its store and its directory.
 *
 * @param study as it was when it began, with the trials it has now
 * @param id in the store
 * @param store closed with this
 * @param threads of the CPU for each trial, fixed when the study began
 * @param kernels of each trial on a CPU: those for this type of processor, fixed likewise
 */
public record OpenStudy(
        Study study,
        long id,
        StudyStore store,
        StudyDirectory directory,
        int threads,
        ProcessorType kernels)
        implements AutoCloseable {
    /** The fact that holds {@link #threads}. */
    private static final String THREADS = "threads";

    /** The fact that holds {@link #kernels}. */
    private static final String KERNELS = "kernels";

    /** Trials that a sentence names. */
    private static final int NAMED = 10;

    /** Trials are what runs at once; their number of threads must not follow that of workers. */
    private static final int DEFAULT_THREADS = 1;

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
        FrozenTexts texts = FrozenTexts.recording(argument);
        Study study = Study.read(argument, ModelRegistry.load(), texts.reader());
        return openOrCreate(
                definition(argument, study, texts),
                study,
                argument,
                new StudyDirectory(studies.resolve(study.name())),
                store);
    }

    /**
     * Opens a study in a chosen directory, and begins it where it has not begun.
     *
     * @param file a study file
     * @param directory its last name is that of the study
     */
    public static OpenStudy openOrCreate(
            Path file, StudyDirectory directory, Optional<StoreLocation> store) {
        FrozenTexts texts = FrozenTexts.recording(file);
        Study study = Study.read(file, ModelRegistry.load(), texts.reader());
        return openOrCreate(definition(file, study, texts), study, file, directory, store);
    }

    private static OpenStudy openOrCreate(
            StudyDefinition described,
            Study study,
            Path file,
            StudyDirectory directory,
            Optional<StoreLocation> store) {
        StoreLocation location = store.orElse(directory.store());
        OwnStore own = new OwnStore(directory, location);
        own.requireFile();
        StudyDefinition definition =
                described.withFacts(EarlierStudy.facts(study, directory, location));
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
                            : opened(opened, stored, directory, file);
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
                threads(definition),
                kernels(definition));
    }

    static int threads(StudyDefinition definition) {
        return Optional.ofNullable(definition.facts().get(THREADS))
                .map(Integer::parseInt)
                .orElse(DEFAULT_THREADS);
    }

    /** Studies of earlier versions had those for the machine that each trial ran on. */
    static ProcessorType kernels(StudyDefinition definition) {
        return Optional.ofNullable(definition.facts().get(KERNELS))
                .flatMap(ProcessorType::named)
                .orElseGet(ProcessorType::ofThisMachine);
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

    static StudyDefinition definition(Path file, Study study, FrozenTexts texts) {
        Path basePath = file.resolveSibling(study.base()).normalize();
        RunConfig base =
                ConfigLoader.parse(texts.reader().apply(basePath), basePath.toString(), List.of());
        Map<String, String> facts = new LinkedHashMap<>(texts.facts());
        facts.put(THREADS, Integer.toString(base.threads().count().orElse(DEFAULT_THREADS)));
        facts.put(KERNELS, base.kernels().orThis().toString());
        return new StudyDefinition(
                study.name(), texts.reader().apply(file), ConfigWriter.toYaml(base), facts);
    }

    /** The study file as it was when the study began. */
    public String fileText() {
        return definition().studyFile();
    }

    /** The base config as it was when the study began. */
    public String baseText() {
        Path file = directory.studyFile();
        Path base = file.resolveSibling(study.base()).normalize();
        return FrozenTexts.of(file, definition()).text(base).orElse(definition().baseConfig());
    }

    private StudyDefinition definition() {
        return store.findStudy(study.name()).orElseThrow().definition();
    }

    /** The run of a trial or a rerun. */
    RunDirectory run(Training training) {
        return new RunDirectory(directory.trial(training.runDirectory()));
    }

    /** The trials as they stand, by number. */
    public List<TrialStatus> trials() {
        return store.trials(id);
    }

    /** The reruns and resplits as they stand: first ones first. */
    public List<TrialStatus> reruns() {
        return store.reruns(id);
    }

    /** The trials and reruns that have not ended. */
    public List<TrialStatus> open() {
        return Stream.concat(trials().stream(), reruns().stream())
                .filter(one -> !one.state().isTerminal())
                .toList();
    }

    /** The trials of an arm of an earlier study that the search started from. */
    public List<Known> earlier(Arm arm) {
        return Optional.ofNullable(definition().facts().get(EarlierStudy.FACT))
                .map(fact -> EarlierStudy.known(fact, arm))
                .orElse(List.of());
    }

    /** The smallest difference of the objective that matters, where the user named one. */
    public OptionalDouble margin() {
        return store.findStudy(study.name()).orElseThrow().margin();
    }

    /** Keeps the smallest difference that matters, in the store and for the day it is lost. */
    public void keepMargin(double least) {
        store.keepMargin(id, least);
        StudyMemory.read(directory)
                .ifPresent(kept -> kept.withMargin(OptionalDouble.of(least)).write(directory));
    }

    /**
     * Has trials trained again with other seeds, the same seeds for each.
     *
     * @param each how many reruns each is to have in all
     * @return how many were added
     */
    public int rerun(List<Trial> trials, int each) {
        return store.addReruns(
                id,
                IntStream.rangeClosed(1, each)
                        .boxed()
                        .flatMap(index -> trials.stream().map(one -> study.rerun(one, index)))
                        .toList());
    }

    /**
     * Has trials trained again on other splits, the same splits for each.
     *
     * @param each how many resplits each is to have in all
     * @return how many were added
     */
    public int resplit(List<Trial> trials, int each) {
        return store.addReruns(
                id,
                IntStream.rangeClosed(1, each)
                        .boxed()
                        .flatMap(index -> trials.stream().map(one -> study.resplit(one, index)))
                        .toList());
    }

    /**
     * What is stored counts. Computing the points again serves only to notice that this version of
     * Etude would choose others: a sentence that names them, if there are such.
     */
    public Optional<String> difference() {
        List<Trial> computed = study.trials();
        List<String> other =
                trials().stream()
                        .filter(stored -> stored.number() < computed.size())
                        .filter(stored -> stored.trial().origin().precedesResults())
                        .filter(stored -> !stored.trial().equals(computed.get(stored.number())))
                        .map(stored -> Integer.toString(stored.number()))
                        .toList();
        if (other.isEmpty()) {
            return Optional.empty();
        }
        String named = String.join(", ", other.subList(0, Math.min(NAMED, other.size())));
        return Optional.of(
                "this version of Etude would choose other settings or seeds for %d of the %d stored trials (%s%s); the stored ones count"
                        .formatted(
                                other.size(),
                                computed.size(),
                                named,
                                other.size() > NAMED ? ", ..." : ""));
    }

    /**
     * Raises the number of trials.
     *
     * @param perArm the new total of each arm
     * @return how many were added
     * @throws EtudeException when that is fewer than there are
     */
    public int extend(int perArm) {
        if (perArm < study.trialsPerArm()) {
            throw new EtudeException(
                    "--trials: the study has %d trials per arm already, and a total cannot shrink; found %d"
                            .formatted(study.trialsPerArm(), perArm));
        }
        int added = store.addTrials(id, study.withTrials(perArm).trials());
        StudyMemory.read(directory).ifPresent(kept -> kept.withTrials(perArm).write(directory));
        return added;
    }

    @Override
    public void close() {
        store.close();
    }
}
