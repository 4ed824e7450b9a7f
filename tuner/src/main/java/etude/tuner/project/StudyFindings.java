package etude.tuner.project;

import etude.datasets.EtudeException;
import etude.trainer.config.CheckpointsConfig.Mode;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.RunConfig;
import etude.trainer.run.RunDirectory;
import etude.trainer.run.RunFacts;
import etude.trainer.run.RunRecord;
import etude.tuner.analysis.Analysis;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.statistics.SamplingError;
import etude.tuner.analysis.verdict.Answer;
import etude.tuner.analysis.verdict.Difference;
import etude.tuner.analysis.verdict.Refinement;
import etude.tuner.analysis.verdict.Topic;
import etude.tuner.analysis.verdict.Verdict;
import etude.tuner.analysis.verdict.VerdictThresholds;
import etude.tuner.record.StudyRecord;
import etude.tuner.record.StudyRecords;
import etude.tuner.record.TrialRecord;
import etude.tuner.space.Arm;
import etude.tuner.space.Domain;
import etude.tuner.space.Objective;
import etude.tuner.store.Access;
import etude.tuner.store.TrialState;
import etude.tuner.study.OpenStudy;
import etude.tuner.study.StudyDirectory;
import etude.tuner.study.StudyOpening;
import etude.tuner.text.MetricLine;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the studies of rounds and of launches say. */
record StudyFindings(Path studies, ProjectConfig config, Incumbent incumbent) {
    private static final double TWO_STANDARD_ERRORS = 2;

    /** Of a metric whose noise by the choice of examples is not known. */
    private static final double RELATIVE_ERROR = 0.025;

    private static final double DECAYED = 0.1;

    /** On these a round's lesson says more than its comparison does. */
    private static final Set<Topic> TELLING =
            Set.of(
                    Topic.CHANCE,
                    Topic.SPACE,
                    Topic.INFEASIBLE,
                    Topic.STABLE_ABOVE_BEST_RATE,
                    Topic.TRAINING_LOSS,
                    Topic.OVERFITTING,
                    Topic.LATE_VARIANCE,
                    Topic.LENGTH,
                    Topic.CLIPPING);

    /** The studies of rounds that have no lesson yet, by folder; without those not begun. */
    Map<String, RoundStudy> ofRounds(List<Round> rounds) {
        Map<String, RoundStudy> found = new LinkedHashMap<>();
        for (Round round : rounds) {
            if (round.lesson().isEmpty() && !round.study().isEmpty()) {
                read(studies.resolve(round.study()), this::roundStudy)
                        .ifPresent(study -> found.put(round.folder(), study));
            }
        }
        return found;
    }

    /** What a launch rests on, as it is now; empty where its study is not here. */
    Optional<Contestant> of(Measured measured) {
        return read(
                        Path.of(measured.study()),
                        study -> contestant(new Read(study), measured.trial()))
                .flatMap(Function.identity());
    }

    /** The best of a study, with what makes it of the incumbent. */
    Optional<Contestant> best(Path study) {
        return read(study, open -> new Read(open, incumbent.config()))
                .flatMap(found -> contestants(found).stream().findFirst());
    }

    /** How the run of a contestant trained. */
    Optional<Behaviour> behaviour(Contestant one) {
        return read(
                        Path.of(one.study()),
                        study ->
                                study.trials().stream()
                                        .filter(status -> status.number() == one.trial())
                                        .map(status -> StudyRecords.directory(study, status))
                                        .findFirst()
                                        .flatMap(this::behaviour))
                .flatMap(Function.identity());
    }

    /** Reads from a study; empty where none has begun there, or it cannot be read. */
    static <T> Optional<T> read(Path root, Function<OpenStudy, T> reading) {
        StudyDirectory directory = new StudyDirectory(root);
        if (!directory.isBegun()) {
            return Optional.empty();
        }
        try (OpenStudy study = StudyOpening.open(directory, Optional.empty(), Access.READING)) {
            return Optional.of(reading.apply(study));
        } catch (EtudeException e) {
            return Optional.empty(); // damaged, of another version, or not for this user
        }
    }

    /** A study and its results; what its verdicts say takes longer, and few ask. */
    private record Read(OpenStudy open, StudyRecord record, StudyResults results, RunConfig base) {
        Read(OpenStudy open) {
            this(open, ConfigLoader.parse(open.baseText(), "", List.of()));
        }

        /** With changes of another config than the study's base. */
        Read(OpenStudy open, RunConfig base) {
            this(open, StudyRecords.read(open), base);
        }

        private Read(OpenStudy open, StudyRecord record, RunConfig base) {
            this(
                    open,
                    record,
                    StudyResults.of(record, VerdictThresholds.defaults().farWorse()),
                    base);
        }

        List<String> changes(TrialRecord trial) {
            return ConfigChanges.between(base, open.study().config(trial.trial()));
        }

        /** What every arm tunes, each in a range of its own or all in one. */
        Set<String> tuned() {
            List<Set<String>> ofArms = record.outline().arms().stream().map(Read::sampled).toList();
            return ofArms.get(0).stream()
                    .filter(path -> ofArms.stream().allMatch(arm -> arm.contains(path)))
                    .collect(Collectors.toSet());
        }

        private static Set<String> sampled(Arm arm) {
            return arm.axes().stream()
                    .map(axis -> axis.hyperparameter().path())
                    .collect(Collectors.toSet());
        }
    }

    private RoundStudy roundStudy(OpenStudy open) {
        Read study = new Read(open);
        StudyRecord record = study.record;
        Analysis analysis = Analysis.of(record, VerdictThresholds.defaults());
        List<Contestant> contestants = contestants(study);
        return new RoundStudy(
                record.directory(),
                (int) (record.trials().size() - record.ended()),
                (int) record.count(TrialState.FAILED),
                (int) record.reruns().stream().filter(one -> !one.state().isTerminal()).count(),
                (int)
                        record.reruns().stream()
                                .filter(one -> one.state() == TrialState.FAILED)
                                .count(),
                contestants,
                edge(analysis),
                telling(analysis),
                steps(open, record),
                effort(record));
    }

    /** A study compares trainings of one length. */
    private static OptionalLong steps(OpenStudy open, StudyRecord record) {
        return record.trials().stream()
                .findFirst()
                .map(first -> new Incumbent(open.study().config(first.trial())).steps())
                .orElse(OptionalLong.empty());
    }

    private static List<Contestant> contestants(Read study) {
        List<Arm> arms = study.record.outline().arms();
        List<FeasibleTrial> best =
                arms.stream()
                        .flatMap(arm -> study.results().ofArm(arm.index()).best().stream())
                        .sorted((one, other) -> Double.compare(one.cost(), other.cost()))
                        .toList();
        Optional<FeasibleTrial> incumbent =
                best.stream().filter(one -> isIncumbent(study, one.trial())).findFirst();
        return best.stream().map(one -> contestant(study, one, incumbent)).toList();
    }

    private static boolean isIncumbent(Read study, TrialRecord trial) {
        Set<String> tuned = study.tuned();
        return study.record.outline().arms().size() > 1
                && study.changes(trial).stream().map(ConfigChanges::key).allMatch(tuned::contains);
    }

    private static Contestant contestant(
            Read study, FeasibleTrial one, Optional<FeasibleTrial> incumbent) {
        return new Contestant(
                study.record.outline().arms().size() > 1
                        ? study.record.outline().arms().get(one.trial().arm()).label()
                        : "the best trial",
                isIncumbent(study, one.trial()),
                study.changes(one.trial()),
                study.record.directory(),
                one.trial().number(),
                study.results().cost(one.cost()),
                study.results().reruns(one.trial()),
                incumbent
                        .filter(other -> !other.equals(one))
                        .map(other -> Difference.sampling(study.record, one, other))
                        .orElseGet(() -> sampling(study.record, one.cost())));
    }

    private static OptionalDouble sampling(StudyRecord record, double cost) {
        OptionalLong examples = record.countedExamples();
        return examples.isPresent() && MetricLine.isRate(record.outline().objective().metric())
                ? OptionalDouble.of(SamplingError.ofRate(Math.abs(cost), examples.getAsLong()))
                : OptionalDouble.empty();
    }

    private static Optional<Contestant> contestant(Read study, int trial) {
        return study.results().feasible().stream()
                .filter(one -> one.trial().number() == trial)
                .map(one -> contestant(study, one, Optional.empty()))
                .findFirst();
    }

    private static Optional<String> edge(Analysis analysis) {
        return analysis.refinements().stream()
                .filter(StudyFindings::widens)
                .map(Refinement::reason)
                .findFirst();
    }

    /** A range that is only cut has its best inside. */
    private static boolean widens(Refinement refinement) {
        return refinement instanceof Refinement.MovedEnd moved
                && moved.hyperparameter().domain() instanceof Domain.Range range
                && (moved.lower() ? moved.end() < range.low() : moved.end() > range.high());
    }

    private static List<String> telling(Analysis analysis) {
        return analysis.verdicts().stream()
                .filter(verdict -> TELLING.contains(verdict.topic()))
                .map(Verdict::answer)
                .filter(
                        answer ->
                                answer instanceof Answer.Problem
                                        || answer instanceof Answer.Attention)
                .map(Answer::sentence)
                .toList();
    }

    private static Effort effort(StudyRecord record) {
        return new Effort(
                record.trials().size(),
                record.reruns().size(),
                Stream.concat(record.trials().stream(), record.reruns().stream())
                        .mapToLong(TrialRecord::totalSteps)
                        .sum(),
                0,
                0);
    }

    private Optional<Behaviour> behaviour(RunDirectory run) {
        RunRecord record = RunRecord.read(run);
        Analysis analysis =
                Analysis.ofRun(
                        TrialRecord.of(record),
                        new Objective(config.metric(), Mode.MIN),
                        record.facts().map(RunFacts::data).orElse(RunFacts.Data.unknown()),
                        VerdictThresholds.defaults());
        return analysis.results()
                .best()
                .flatMap(best -> behaviour(record, analysis.verdicts(), best));
    }

    private Optional<Behaviour> behaviour(
            RunRecord run, List<Verdict> verdicts, FeasibleTrial best) {
        OptionalDouble train =
                best.curve(config.metric().replaceFirst("^validation/", "train_evaluation/"))
                        .at(best.bestStep());
        return train.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Behaviour(
                                run.directory().root().toString(),
                                train.getAsDouble(),
                                best.cost(),
                                noise(run, train.getAsDouble(), best.cost()),
                                bestReached(run, best),
                                best.trial().decay().orElse(1) <= DECAYED,
                                TrainingTimes.of(TrialRecord.of(run)),
                                Findings.answer(verdicts, Topic.OVERFITTING),
                                Findings.answer(verdicts, Topic.LATE_VARIANCE)));
    }

    private double bestReached(RunRecord run, FeasibleTrial best) {
        double near = best.cost() + standardError(run, best.cost());
        return (double) best.costs().firstAtMost(near).orElse(best.bestStep()) / best.totalSteps();
    }

    /** Of the difference between both splits, in 95 % of the cases. */
    private double noise(RunRecord run, double train, double validation) {
        return isRateOfExamples(run)
                ? TWO_STANDARD_ERRORS
                        * Math.hypot(standardError(run, train), standardError(run, validation))
                : TWO_STANDARD_ERRORS * standardError(run, validation);
    }

    private double standardError(RunRecord run, double value) {
        return isRateOfExamples(run)
                ? SamplingError.ofRate(value, validated(run))
                : RELATIVE_ERROR * Math.abs(value);
    }

    private boolean isRateOfExamples(RunRecord run) {
        return validated(run) > 0 && MetricLine.isRate(config.metric());
    }

    private static int validated(RunRecord run) {
        return run.facts().map(RunFacts::data).stream()
                .flatMapToInt(data -> data.evaluatedExamples().stream())
                .findFirst()
                .orElse(0);
    }
}
