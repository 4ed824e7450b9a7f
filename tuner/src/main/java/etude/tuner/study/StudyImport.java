package etude.tuner.study;

import etude.datasets.EtudeException;
import etude.trainer.config.ConfigException;
import etude.trainer.files.AtomicFiles;
import etude.trainer.model.ModelRegistry;
import etude.trainer.run.RunDirectory;
import etude.tuner.space.Study;
import etude.tuner.space.Training;
import etude.tuner.space.Trial;
import etude.tuner.store.RestoredTrial;
import etude.tuner.store.StoreLocation;
import etude.tuner.store.StoredStudy;
import etude.tuner.store.StudyDefinition;
import etude.tuner.store.StudyStore;
import etude.tuner.text.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes the store of a study again from the files of its trials, when it is lost.
 *
 * @param file of which the paths in {@code definition} are seen
 * @param location where the new store is to be
 */
public record StudyImport(
        Path file, StudyDirectory directory, StudyDefinition definition, StoreLocation location) {
    private static final Pattern RERUN = Pattern.compile("(\\d{5})-(\\d{1,3})");

    /**
     * The import that a command asks for.
     *
     * @param argument a study file, or the directory of a study
     * @param studies where the directories of studies are
     * @param store where the user wants the store; empty for the study's directory
     * @throws ConfigException when the file is wrong, or that of another study
     * @throws EtudeException when there are no trials, or the directory does not tell enough
     */
    public static StudyImport of(Path argument, Path studies, Optional<StoreLocation> store) {
        StudyDirectory directory = StudyOpening.directory(argument, studies);
        if (!directory.hasTrials()) {
            throw new EtudeException(
                    "%s has no trials to make a store from; `etude study run %s` begins a study"
                            .formatted(directory.root(), Shell.word(argument.toString())));
        }
        boolean isFile = !Files.isDirectory(argument);
        Path file = isFile ? argument : directory.studyFile();
        Optional<StudyDefinition> kept =
                StudyMemory.read(directory).map(memory -> memory.definition(directory));
        if (isFile) {
            StudyDefinition given = GivenStudy.read(file).definition();
            kept.ifPresent(began -> StudyEdits.refuse(began, given, directory));
            kept = kept.or(() -> Optional.of(given));
        }
        StudyDefinition definition =
                kept.orElseThrow(
                        () ->
                                new ConfigException(
                                        List.of(
                                                "%s: an earlier version of Etude began this study, and its directory does not keep the base config; give the study's file instead"
                                                        .formatted(argument))));
        return new StudyImport(file, directory, definition, store.orElse(directory.store()));
    }

    /**
     * Reads the files, and writes the store at once or not at all.
     *
     * @return the trials and reruns as they are stored now
     * @throws EtudeException when files are damaged, or the store has a study of this name
     */
    public List<RestoredTrial> run() {
        Study study = Study.read(file, ModelRegistry.load(), texts().reader());
        List<Trial> computed = study.withTrials(perArm(study)).trials();
        List<RestoredTrial> trials =
                Stream.of(
                                computed.stream(),
                                again("reruns", computed, study::rerun),
                                again("resplits", computed, study::resplit))
                        .<Training>flatMap(each -> each)
                        .parallel()
                        .map(training -> read(study, training))
                        .toList();
        try (StudyStore store = StudyStore.openOrCreate(location)) {
            if (store.findStudy(definition.name()).isPresent()) {
                throw new EtudeException(
                        "study store %s has the study %s, and nothing is to be imported into it; name another store with --store"
                                .formatted(location, definition.name()));
            }
            AtomicFiles.write(
                    directory.studyFile(), definition.studyFile().getBytes(StandardCharsets.UTF_8));
            // It is the same study still, so that an end of this process here leaves nothing half.
            Optional<Instant> created = StudyMemory.read(directory).map(StudyMemory::created);
            StoredStudy stored = store.restore(definition, created, trials);
            OptionalDouble margin =
                    StudyMemory.read(directory)
                            .map(StudyMemory::margin)
                            .orElse(OptionalDouble.empty());
            margin.ifPresent(least -> store.keepMargin(stored.id(), least));
            StudyMemory.of(directory, location, stored, computed.size() / study.arms().size())
                    .withMargin(margin)
                    .write(directory);
        }
        return trials;
    }

    private FrozenTexts texts() {
        return FrozenTexts.of(file, definition);
    }

    /** As many as the study had, or as its files tell: more than it says, if it was extended. */
    private int perArm(Study study) {
        int last = numbers().stream().mapToInt(Integer::intValue).max().orElse(0);
        int kept = StudyMemory.read(directory).map(StudyMemory::trialsPerArm).orElse(0);
        return Math.max(Math.max(study.trialsPerArm(), kept), last / study.arms().size() + 1);
    }

    private List<Integer> numbers() {
        return names("trials").stream()
                .filter(name -> name.matches("\\d{5,9}"))
                .map(Integer::valueOf)
                .toList();
    }

    /** Those that have directories, of trials that the study has. */
    private Stream<Training> again(
            String folder, List<Trial> trials, BiFunction<Trial, Integer, Training> kind) {
        return names(folder).stream()
                .map(RERUN::matcher)
                .filter(Matcher::matches)
                .filter(name -> Integer.parseInt(name.group(1)) < trials.size())
                .map(
                        name ->
                                kind.apply(
                                        trials.get(Integer.parseInt(name.group(1))),
                                        Integer.parseInt(name.group(2))));
    }

    private List<String> names(String folder) {
        try (Stream<Path> runs = Files.list(directory.trial(folder))) {
            return runs.map(run -> run.getFileName().toString()).toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new EtudeException("cannot list %s (%s)".formatted(directory.root(), e), e);
        }
    }

    private RestoredTrial read(Study study, Training training) {
        RunDirectory run = new RunDirectory(directory.trial(training.runDirectory()));
        TrialFiles files = new TrialFiles(run, study.objective());
        if (!Files.isDirectory(run.root())) {
            return new RestoredTrial(training, Optional.empty(), List.of(), List.of());
        }
        TrialProcessor processor = TrialProcessor.of(definition);
        return files.read(
                training, study.config(training, processor.threads(), processor.kernels()));
    }
}
