package etude.tuner.study;

import etude.datasets.EtudeException;
import etude.trainer.run.RunDirectory;
import etude.tuner.search.Known;
import etude.tuner.space.Arm;
import etude.tuner.space.Study;
import etude.tuner.space.Training;
import etude.tuner.space.Trial;
import etude.tuner.store.StudyDefinition;
import etude.tuner.store.StudyStore;
import etude.tuner.store.TrialStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A study with its store and its directory: see {@link StudyOpening}.
 *
 * @param study as it was when it began, with the trials it has now
 * @param id in the store
 * @param store closed with this
 * @param processor what each trial computes with on a CPU, fixed when the study began
 */
public record OpenStudy(
        Study study, long id, StudyStore store, StudyDirectory directory, TrialProcessor processor)
        implements AutoCloseable {
    /** Trials that a sentence names. */
    private static final int NAMED = 10;

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
